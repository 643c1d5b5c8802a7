@NullMarked
package tw.vigil.sigma.correlate;

import org.jspecify.annotations.NullMarked;
