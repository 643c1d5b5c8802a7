package tw.vigil.sigma.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tw.vigil.sigma.condition.Condition.And;
import tw.vigil.sigma.condition.Condition.Not;
import tw.vigil.sigma.condition.Condition.Or;
import tw.vigil.sigma.condition.Condition.Quantified;
import tw.vigil.sigma.condition.Condition.Quantifier;
import tw.vigil.sigma.condition.Condition.Selection;

/// Recursive descent over whole words, so that `notepad` is never `not epad`. Keywords may also be written in
/// capitals.
public final class ConditionParser {

    private static final int MAX_DEPTH = 100;

    private record Token(String text, int offset) {
        boolean is(String keyword) {
            return text.toLowerCase(Locale.ROOT).equals(keyword);
        }

        boolean isName() {
            return !text.isEmpty()
                    && text.chars().allMatch(ConditionParser::isNameCharacter)
                    && !is("and")
                    && !is("or")
                    && !is("not");
        }
    }

    private final List<Token> tokens;
    private int at;
    private int depth;

    private ConditionParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    public static Condition parse(String text) throws ConditionSyntaxException {
        var parser = new ConditionParser(tokens(text));
        if (parser.peek().text().isEmpty()) {
            throw new ConditionSyntaxException("the condition is empty; write for example: selection", 0);
        }
        var condition = parser.or();
        var rest = parser.peek();
        if (!rest.text().isEmpty()) {
            throw unexpected(rest, "and, or, or the end of the condition");
        }
        return condition;
    }

    private static List<Token> tokens(String text) throws ConditionSyntaxException {
        List<Token> tokens = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int start = i;
            if (Character.isWhitespace(c)) {
                i++;
                continue;
            }
            if (c == '(' || c == ')' || c == ',') {
                i++;
            } else if (isNameCharacter(c) || c == '*') {
                while (i < text.length() && (isNameCharacter(text.charAt(i)) || text.charAt(i) == '*')) {
                    i++;
                }
            } else if (c == '|') {
                throw new ConditionSyntaxException(
                        "'|' aggregations (count, near …) are no longer Sigma; write a correlation document instead, "
                                + "for example type: event_count",
                        i);
            } else {
                throw new ConditionSyntaxException(
                        "unexpected character '" + c + "'; names consist of letters, digits, _ and -", i);
            }
            tokens.add(new Token(text.substring(start, i), start));
        }
        tokens.add(new Token("", text.length()));
        return tokens;
    }

    private static boolean isNameCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    private interface Level {
        Condition parse() throws ConditionSyntaxException;
    }

    private Condition or() throws ConditionSyntaxException {
        return chain("or", this::and, Or::new);
    }

    private Condition and() throws ConditionSyntaxException {
        return chain("and", this::not, And::new);
    }

    private Condition chain(String keyword, Level operand, Function<List<Condition>, Condition> combine)
            throws ConditionSyntaxException {
        var first = operand.parse();
        if (!peek().is(keyword)) {
            return first;
        }
        List<Condition> operands = new ArrayList<>(List.of(first));
        while (peek().is(keyword)) {
            at++;
            operands.add(operand.parse());
        }
        return combine.apply(operands);
    }

    private Condition not() throws ConditionSyntaxException {
        if (!peek().is("not")) {
            return primary();
        }
        at++;
        enter();
        var operand = not();
        depth--;
        return new Not(operand);
    }

    private Condition primary() throws ConditionSyntaxException {
        var token = peek();
        if (token.text().equals("(")) {
            at++;
            enter();
            var inner = or();
            depth--;
            if (!peek().text().equals(")")) {
                throw unexpected(peek(), "')'");
            }
            at++;
            return inner;
        }
        if (tokens.get(Math.min(at + 1, tokens.size() - 1)).is("of")) {
            return quantified(token);
        }
        if (!token.isName()) {
            throw token.text().contains("*")
                    ? unexpected(token, "a name; a pattern needs '1 of' or 'all of' before it")
                    : unexpected(token, "a search identifier, '1 of', 'all of', 'not' or '('");
        }
        at++;
        return new Selection(token.text(), token.offset());
    }

    private Condition quantified(Token token) throws ConditionSyntaxException {
        Quantifier quantifier;
        if (token.is("1") || token.is("any")) {
            quantifier = Quantifier.ANY;
        } else if (token.is("all")) {
            quantifier = Quantifier.ALL;
        } else {
            throw new ConditionSyntaxException(
                    "'" + token.text() + " of' is not Sigma; accepted: 1 of, any of, all of", token.offset());
        }
        at += 2;
        var pattern = peek();
        if (!pattern.isName() && !pattern.text().contains("*")) {
            throw unexpected(pattern, "them, a pattern like filter_* or a search identifier");
        }
        at++;
        var text = pattern.is(Condition.THEM) ? Condition.THEM : pattern.text();
        return new Quantified(quantifier, text, pattern.offset());
    }

    private void enter() throws ConditionSyntaxException {
        if (++depth > MAX_DEPTH) {
            throw new ConditionSyntaxException("nested deeper than " + MAX_DEPTH + " levels", peek().offset());
        }
    }

    private Token peek() {
        return tokens.get(at);
    }

    private static ConditionSyntaxException unexpected(Token token, String accepted) {
        var found = token.text().isEmpty() ? "end of the condition" : "'" + token.text() + "'";
        return new ConditionSyntaxException("unexpected " + found + "; accepted here: " + accepted, token.offset());
    }
}
