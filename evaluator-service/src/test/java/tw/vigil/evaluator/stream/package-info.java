@NullMarked
package tw.vigil.evaluator.stream;

import org.jspecify.annotations.NullMarked;
