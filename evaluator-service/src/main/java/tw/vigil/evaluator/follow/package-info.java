/// Topics that an instance reads whole, to know what all instances know.
@NullMarked
package tw.vigil.evaluator.follow;

import org.jspecify.annotations.NullMarked;
