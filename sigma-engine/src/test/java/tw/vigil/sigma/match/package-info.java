@NullMarked
package tw.vigil.sigma.match;

import org.jspecify.annotations.NullMarked;
