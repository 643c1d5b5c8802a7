@NullMarked
package tw.vigil.rules;

import org.jspecify.annotations.NullMarked;
