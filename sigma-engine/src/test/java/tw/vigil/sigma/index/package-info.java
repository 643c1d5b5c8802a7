@NullMarked
package tw.vigil.sigma.index;

import org.jspecify.annotations.NullMarked;
