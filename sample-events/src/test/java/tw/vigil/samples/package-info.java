@NullMarked
package tw.vigil.samples;

import org.jspecify.annotations.NullMarked;
