@NullMarked
package tw.vigil.evaluator.topology;

import org.jspecify.annotations.NullMarked;
