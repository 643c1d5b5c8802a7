@NullMarked
package tw.vigil.sigma;

import org.jspecify.annotations.NullMarked;
