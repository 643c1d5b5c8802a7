/// The events beside a rule that prove it, and the rows that pin the rule language: read, run, judged.
@NullMarked
package tw.vigil.rulecli.proof;

import org.jspecify.annotations.NullMarked;
