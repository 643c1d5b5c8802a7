/// What rule engineers run: `./vigil rules …`. Each command is thin; the verdicts come from the production
/// engine.
@NullMarked
package tw.vigil.rulecli;

import org.jspecify.annotations.NullMarked;
