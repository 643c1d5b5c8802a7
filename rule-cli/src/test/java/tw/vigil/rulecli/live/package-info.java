@NullMarked
package tw.vigil.rulecli.live;

import org.jspecify.annotations.NullMarked;
