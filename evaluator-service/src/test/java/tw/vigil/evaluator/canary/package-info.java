@NullMarked
package tw.vigil.evaluator.canary;

import org.jspecify.annotations.NullMarked;
