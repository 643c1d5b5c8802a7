@NullMarked
package tw.vigil.rulecli.lint;

import org.jspecify.annotations.NullMarked;
