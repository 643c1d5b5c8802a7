@NullMarked
package tw.vigil.rules.proof;

import org.jspecify.annotations.NullMarked;
