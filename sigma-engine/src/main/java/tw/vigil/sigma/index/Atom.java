package tw.vigil.sigma.index;

import tw.vigil.sigma.match.FieldTest.SameAs;
import tw.vigil.sigma.match.Value;
import tw.vigil.sigma.project.ProjectedEvent;
import tw.vigil.sigma.project.ProjectedEvent.Kind;

/// One question to one field, shared by all rules that ask it and answered at most once per event.
///
/// @param number among all atoms of the index
/// @param paths where the field may lie
@SuppressWarnings("ArrayRecordComponent") // filled once, then only read
record Atom(int number, int[] paths, Question question) {

    sealed interface Question {
        /// From cheap to dear.
        int cost();
    }

    record SomeValue(ValueMatcher matcher, int cost) implements Question {}

    record NoValue() implements Question {
        @Override
        public int cost() {
            return 1;
        }
    }

    record Exists(boolean expected) implements Question {
        @Override
        public int cost() {
            return 1;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // filled once, then only read
    record Same(SameAs test, int[] otherPaths) implements Question {
        @Override
        public int cost() {
            return 60;
        }
    }

    boolean holds(ProjectedEvent event) {
        int path = event.chosen(paths);
        return switch (question) {
            case SomeValue(var matcher, var _) -> path >= 0 && someValue(event, path, matcher);
            case NoValue() -> path < 0 || !someValue(event, path, ValueMatcher.ANYTHING);
            case Exists(var expected) -> (path >= 0) == expected;
            case Same same -> path >= 0 && same(event, same);
        };
    }

    private static boolean someValue(ProjectedEvent event, int path, ValueMatcher matcher) {
        for (int link = event.firstLink(path); link >= 0; link = event.nextLink(link)) {
            int value = event.valueAt(link);
            if (event.kind(value) != Kind.NULL && matcher.matches(event, value)) {
                return true;
            }
        }
        return false;
    }

    private boolean same(ProjectedEvent event, Same same) {
        var test = same.test();
        var others = event.fieldValues(same.otherPaths()).values();
        for (var own : event.fieldValues(paths).values()) {
            for (var other : others) {
                boolean comparable = !own.isNull() && !other.isNull();
                if (comparable && test.place().holds(text(own, test), text(other, test))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String text(Value value, SameAs test) {
        return test.cased() ? value.text() : value.folded();
    }
}
