/// The cases beside rules: events, and whether the rule fires on them. Read by `./vigil rules test` and by the
/// evaluator, which plays one of each rule as its canary.
@NullMarked
package tw.vigil.rules.proof;

import org.jspecify.annotations.NullMarked;
