/// Why a rule holds for an event or not, condition by condition.
@NullMarked
package tw.vigil.rulecli.explain;

import org.jspecify.annotations.NullMarked;
