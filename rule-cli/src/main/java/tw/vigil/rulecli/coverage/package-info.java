/// Which duties and which techniques the rules watch, and which they do not.
@NullMarked
package tw.vigil.rulecli.coverage;

import org.jspecify.annotations.NullMarked;
