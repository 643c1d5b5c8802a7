@NullMarked
package tw.vigil.rulecli.pack;

import org.jspecify.annotations.NullMarked;
