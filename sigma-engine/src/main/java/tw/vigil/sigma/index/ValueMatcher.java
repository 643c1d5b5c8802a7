package tw.vigil.sigma.index;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.match.Comparison;
import tw.vigil.sigma.match.Network;
import tw.vigil.sigma.match.TextPlace;
import tw.vigil.sigma.match.ValueTest;
import tw.vigil.sigma.project.ProjectedEvent;
import tw.vigil.sigma.project.ProjectedEvent.Kind;
import tw.vigil.sigma.project.ValueText;
import tw.vigil.sigma.regex.ByteRegex;
import tw.vigil.sigma.regex.TextPattern;

/// A [ValueTest] on bytes. Tests that have no form on bytes ask the test itself.
sealed interface ValueMatcher {

    ValueMatcher ANYTHING = new Anything();

    /// @param value not null
    boolean matches(ProjectedEvent event, int value);

    record Anything() implements ValueMatcher {
        @Override
        public boolean matches(ProjectedEvent event, int value) {
            return true;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // filled once, then only read
    record Text(byte[] wanted, TextPlace place, boolean cased) implements ValueMatcher {
        @Override
        public boolean matches(ProjectedEvent event, int value) {
            var text = cased ? event.plain(value) : event.folded(value);
            int from = text.start();
            int to = text.end();
            if (text.length() < wanted.length) {
                return false;
            }
            return switch (place) {
                case WHOLE -> text.length() == wanted.length && at(text, from);
                case START -> at(text, from);
                case END -> at(text, to - wanted.length);
                case ANYWHERE -> contains(text.bytes(), from, to, wanted);
            };
        }

        private boolean at(ValueText text, int from) {
            return Arrays.equals(text.bytes(), from, from + wanted.length, wanted, 0, wanted.length);
        }
    }

    record OneOf(TextTable texts, boolean cased) implements ValueMatcher {
        @Override
        public boolean matches(ProjectedEvent event, int value) {
            var text = cased ? event.plain(value) : event.folded(value);
            return texts.find(text.bytes(), text.start(), text.end()) != TextTable.ABSENT;
        }
    }

    record Whole(Comparison comparison, long number, Plain otherwise) implements ValueMatcher {
        @Override
        public boolean matches(ProjectedEvent event, int value) {
            var kind = event.kind(value);
            if (kind != Kind.NUMBER && kind != Kind.STRING) {
                return false;
            }
            var text = event.plain(value);
            long actual = WholeNumber.of(text.bytes(), text.start(), text.end());
            // A fraction or a number of more digits compares, too.
            return actual == WholeNumber.NONE
                    ? mayBeNumber(text) && otherwise.matches(event, value)
                    : comparison.holds(Long.compare(actual, number));
        }

        private static boolean mayBeNumber(ValueText text) {
            if (text.length() == 0) {
                return false;
            }
            byte first = text.bytes()[text.start()];
            return first <= '9' && (first >= '0' || first == '-' || first == '+' || first == '.');
        }
    }

    /// A regex, or a glob.
    ///
    /// @param folded the text is compared case-folded
    /// @param required case-folded; of each set a matching value contains one
    @SuppressWarnings("ArrayRecordComponent") // filled once, then only read
    record Expression(@Nullable ByteRegex bytes, boolean folded, int shortest, byte[][][] required, Plain test)
            implements ValueMatcher {
        @Override
        public boolean matches(ProjectedEvent event, int value) {
            var text = folded ? event.folded(value) : event.plain(value);
            if (text.length() < shortest) {
                return false;
            }
            var answer = bytes == null ? ByteRegex.Answer.TOO_WIDE : bytes.find(text.bytes(), text.start(), text.end());
            return switch (answer) {
                case YES -> true;
                case NO -> false;
                case TOO_WIDE -> mayMatch(event.folded(value)) && test.matches(event, value);
            };
        }

        private boolean mayMatch(ValueText text) {
            for (var anyOf : required) {
                boolean one = false;
                for (int i = 0; i < anyOf.length && !one; i++) {
                    one = contains(text.bytes(), text.start(), text.end(), anyOf[i]);
                }
                if (!one) {
                    return false;
                }
            }
            return true;
        }

        static Expression of(TextPattern pattern, boolean folded, ValueTest test) {
            byte[][][] required = pattern.required().stream()
                    .map(anyOf -> anyOf.stream()
                            .map(text -> text.getBytes(StandardCharsets.UTF_8))
                            .toArray(byte[][]::new))
                    .toArray(byte[][][]::new);
            return new Expression(pattern.bytes(), folded, pattern.shortest(), required, new Plain(test));
        }
    }

    record Inside(Network network) implements ValueMatcher {
        @Override
        public boolean matches(ProjectedEvent event, int value) {
            if (event.kind(value) != Kind.STRING) {
                return false;
            }
            var text = event.plain(value);
            return network.contains(text.bytes(), text.start(), text.end());
        }
    }

    record Plain(ValueTest test) implements ValueMatcher {
        @Override
        public boolean matches(ProjectedEvent event, int value) {
            return test.holds(event.value(value));
        }
    }

    static ValueMatcher of(ValueTest test) {
        return switch (test) {
            case ValueTest.Present _ -> ANYTHING;
            case ValueTest.Text(var text, var place, var cased) ->
                encodable(text) ? new Text(text.getBytes(StandardCharsets.UTF_8), place, cased) : new Plain(test);
            case ValueTest.OneOfTexts(var texts, var cased) ->
                texts.stream().allMatch(ValueMatcher::encodable)
                        ? new OneOf(new TextTable(new ArrayList<>(texts)), cased)
                        : new Plain(test);
            case ValueTest.Compared(var comparison, var number) -> {
                long whole = WholeNumber.of(number);
                yield whole == WholeNumber.NONE ? new Plain(test) : new Whole(comparison, whole, new Plain(test));
            }
            case ValueTest.Glob glob -> Expression.of(TextPattern.of(glob), !glob.cased(), test);
            case ValueTest.Regex(var pattern) -> Expression.of(TextPattern.of(pattern), false, test);
            case ValueTest.InNetwork(var network) -> new Inside(network);
            case ValueTest.Truth _, ValueTest.Part _, ValueTest.Converted _ -> new Plain(test);
        };
    }

    static int cost(ValueTest test) {
        return switch (test) {
            case ValueTest.Present _ -> 1;
            case ValueTest.Text(var _, var place, var _) -> place == TextPlace.ANYWHERE ? 6 : 2;
            case ValueTest.OneOfTexts _ -> 3;
            case ValueTest.Compared _, ValueTest.Truth _ -> 5;
            case ValueTest.Glob _ -> 30;
            case ValueTest.InNetwork _ -> 8;
            case ValueTest.Part _ -> 50;
            case ValueTest.Converted(var _, var inner) -> 20 + cost(inner);
            case ValueTest.Regex _ -> 100;
        };
    }

    private static boolean encodable(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static boolean contains(byte[] in, int from, int to, byte[] wanted) {
        if (wanted.length == 0) {
            return true;
        }
        byte first = wanted[0];
        int last = to - wanted.length;
        for (int at = from; at <= last; at++) {
            if (in[at] == first && Arrays.equals(in, at, at + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }
}
