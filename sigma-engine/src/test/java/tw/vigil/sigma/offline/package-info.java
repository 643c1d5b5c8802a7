@NullMarked
package tw.vigil.sigma.offline;

import org.jspecify.annotations.NullMarked;
