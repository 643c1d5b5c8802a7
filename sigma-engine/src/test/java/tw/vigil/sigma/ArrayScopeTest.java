package tw.vigil.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrayScopeTest {

    private static final LogSource SOURCE = new LogSource(null, "p", null);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "any;          [{a: 1, b: 1}, {a: 2, b: 2}]; false",
                "any;          [{a: 1, b: 2}, {a: 2, b: 1}]; true",
                "any;          {a: 1, b: 2};                 true",
                "any;          [];                           false",
                "all;          [{a: 1, b: 2}, {a: 1, b: 2}]; true",
                "all;          [{a: 1, b: 2}, {a: 1}];       false",
                "all;          [];                           false",
                "none;         [{a: 1}, {b: 2}];             true",
                "none;         [{a: 1, b: 2}];               false",
                "none;         [];                           true",
                "all_or_empty; [{a: 1, b: 2}];               true",
                "all_or_empty; [];                           true",
                "all_or_empty; [null];                       true",
                "all_or_empty; [{a: 1}, {a: 1, b: 2}];       false"
            })
    void itemsHoldOnTheSameElement(String scope, String items, boolean expected) {
        var rules = rules("x.items[" + scope + "]: {a: 1, b: 2}");

        assertThat(matches(rules, "{\"x\":{\"items\":" + json(items) + "}}")).isEqualTo(expected);
    }

    @Test
    void elementsThemselvesTakeModifiers() {
        var rules = rules("ports[all]|gte: 1024");

        assertThat(matches(rules, "{\"ports\":[1024,8080]}")).isTrue();
        assertThat(matches(rules, "{\"ports\":[22,8080]}")).isFalse();
        assertThat(matches(rules, "{}")).isFalse();
    }

    @Test
    void scopesNestAndPathsGoOnBehindThem() {
        var rules = rules("""
                items[any]:
                      port: 22
                      ranges[any].cidr|endswith: /0
                """.strip());

        assertThat(matches(
                        rules,
                        "{\"items\":[{\"port\":22,\"ranges\":[{\"cidr\":\"10.0.0.0/8\"},{\"cidr\":\"0.0.0.0/0\"}]}]}"))
                .isTrue();
        assertThat(
                        matches(
                                rules,
                                "{\"items\":[{\"port\":22,\"ranges\":[]},{\"port\":80,\"ranges\":[{\"cidr\":\"0.0.0.0/0\"}]}]}"))
                .isFalse();
    }

    @Test
    void aBracketIsPartOfTheNameWithoutTheVersionAndWhenEscaped() {
        assertThat(matches(compile("", "'a[any]': x"), "{\"a[any]\":\"x\"}")).isTrue();
        assertThat(compilation("", "'a[any]': x").warnings())
                .singleElement()
                .asString()
                .contains("sigma-version: 3");
        assertThat(matches(rules("'a\\[any\\]': x"), "{\"a[any]\":\"x\"}")).isTrue();
        assertThat(matches(rules("'a[any]': x"), "{\"a[any]\":\"x\"}")).isFalse();
    }

    @Test
    void reasonsAreThoseOfTheElementThatDecided() {
        var rules = rules("items[any]: {a: 1, b|startswith: y}");
        var event = "{\"items\":[{\"a\":2},{\"a\":1,\"b\":\"yes\"}]}".getBytes(StandardCharsets.UTF_8);

        assertThat(rules.explain(rules.rules().getFirst(), SOURCE, event))
                .containsExactly(
                        new Reason("sel", "items[any].a", "1", "1"),
                        new Reason("sel", "items[any].b|startswith", "y", "yes"));
    }

    @Test
    void anUnknownSelectorOrVersionIsRejected() {
        assertThat(problems("3", "a[some]: {b: 1}")).contains("unknown array selector 'some'; accepted: any, all");
        assertThat(problems("4", "a: 1")).contains("unknown sigma-version '4'");
    }

    private static String json(String flow) {
        return flow.replaceAll("([ab]):", "\"$1\":");
    }

    private static boolean matches(RuleSet rules, String event) {
        var indexed = heard(rules.newEvaluator(), event);
        assertThat(heard(rules.newTreeEvaluator(), event)).isEqualTo(indexed);
        return indexed;
    }

    private static boolean heard(EventEvaluator evaluator, String event) {
        var heard = new HeardMatches();
        try {
            evaluator.evaluate(SOURCE, event.getBytes(StandardCharsets.UTF_8), heard);
        } catch (MalformedEventException e) {
            throw new AssertionError(event, e);
        }
        return !heard.matches().isEmpty();
    }

    private static RuleSet rules(String item) {
        return compile("sigma-version: 3\n", item);
    }

    private static RuleSet compile(String version, String item) {
        var compiled = compilation(version, item);
        assertThat(compiled.problems()).isEmpty();
        return compiled.rules();
    }

    private static String problems(String version, String item) {
        return compilation("sigma-version: " + version + "\n", item).problems().toString();
    }

    private static Compilation compilation(String version, String item) {
        var text = "title: t\n" + version + "logsource: {product: p}\ndetection:\n  sel:\n    " + item
                + "\n  condition: sel\n";
        return RuleSet.compile(List.of(new RuleFile("r.yml", text)), RuleContext.EMPTY);
    }
}
