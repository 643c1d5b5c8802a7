/// Proof that rules fire: one case of each rule is played through the running evaluator on schedule.
@NullMarked
package tw.vigil.evaluator.canary;

import org.jspecify.annotations.NullMarked;
