/// The rule pack: the files that make up a rule set, from the built-in resources or a directory, and what came of
/// compiling them.
@NullMarked
package tw.vigil.evaluator.pack;

import org.jspecify.annotations.NullMarked;
