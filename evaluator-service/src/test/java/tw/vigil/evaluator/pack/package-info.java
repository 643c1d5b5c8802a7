@NullMarked
package tw.vigil.evaluator.pack;

import org.jspecify.annotations.NullMarked;
