/// Finds the few rules that may hold of an event, by texts that they require, and asks only these.
@NullMarked
package tw.vigil.sigma.index;

import org.jspecify.annotations.NullMarked;
