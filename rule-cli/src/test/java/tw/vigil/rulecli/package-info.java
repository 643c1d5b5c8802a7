@NullMarked
package tw.vigil.rulecli;

import org.jspecify.annotations.NullMarked;
