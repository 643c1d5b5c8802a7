package tw.vigil.sigma;

import java.util.List;

/// What came of reading one file: its content, or every problem found in it.
public sealed interface ParseResult<R> {

    record Parsed<R>(R rule) implements ParseResult<R> {}

    record Rejected<R>(List<RuleProblem> problems) implements ParseResult<R> {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }
}
