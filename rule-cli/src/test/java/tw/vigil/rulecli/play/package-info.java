@NullMarked
package tw.vigil.rulecli.play;

import org.jspecify.annotations.NullMarked;
