package tw.vigil.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleSetTest {

    private static final LogSource CLOUDTRAIL = new LogSource(null, "aws", "cloudtrail");

    /// Our own pins of what sigma.md decides; the shared cases hold many more.
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
                    {a: x}                          ~ {"a":["y",["X"]]}                 ~ true
                    {a: null}                       ~ {"a":[null]}                      ~ true
                    {a: '*'}                        ~ {"a":[]}                          ~ false
                    {a: '*'}                        ~ {"a":{"k":1}}                     ~ true
                    {a|exists: true}                ~ {"a":null}                        ~ true
                    {a|exists: false}               ~ {"b":1}                           ~ true
                    {a|neq: x}                      ~ {}                                ~ true
                    {a: 50053}                      ~ {"a":"50053"}                     ~ true
                    {a: 9007199254740993}           ~ {"a":9007199254740992}            ~ false
                    {a: 'true'}                     ~ {"a":true}                        ~ true
                    {a: true}                       ~ {"a":1}                           ~ false
                    {a|contains: 'State":0'}        ~ {"a":{"State":0}}                 ~ true
                    {a.b.c: x}                      ~ {"a":[{"b":{"c":"y"}},{"b":{"c":"x"}}]} ~ true
                    {a.b: x}                        ~ {"a.b":"y","a":{"b":"x"}}         ~ false
                    {a|contains|all: [foo, bar]}    ~ {"a":["foo","bar"]}               ~ true
                    {a: 'x\\*'}                     ~ {"a":"x*"}                        ~ true
                    {a: 'x\\*'}                     ~ {"a":"xy"}                        ~ false
                    {a: '?'}                        ~ {"a":"😀"}                         ~ true
                    {a: straße}                     ~ {"a":"STRASSE"}                   ~ false
                    {a: I}                          ~ {"a":"ı"}                         ~ false
                    {a|cidr: 10.0.0.0/8}            ~ {"a":"::ffff:10.1.2.3"}           ~ true
                    {a|cidr: 10.0.0.0/8}            ~ {"a":"10.1.2.3:443"}              ~ false
                    {a|cidr|expand: '%nets%'}       ~ {"a":"192.0.2.9"}                 ~ true
                    {a|re: 'x$'}                    ~ {"a":"x\\n"}                      ~ false
                    {a|hour|gte: 20}                ~ {"a":"2026-08-20T23:10:00+05:00"} ~ true
                    {a|week: 18}                    ~ {"a":"2024-05-01T00:00:00Z"}      ~ true
                    {a|windash|contains: ' -x'}     ~ {"a":"p ―x"}                      ~ true
                    {a|fieldref|startswith: b}      ~ {"a":"Foobar","b":"foo"}          ~ true
                    {a|cased|fieldref: b}           ~ {"a":"X","b":"x"}                 ~ false
                    {a|utf16le|base64offset|contains: cmd} ~ {"a":"AGMAbQBkAA=="}       ~ true
                    {'|all': [foo, 12]}             ~ {"m":"xfoo","n":{"k":[312]}}      ~ true
                    {a|expand: '%names%'}           ~ {"a":"srv7"}                      ~ true
                    """)
    void aSelectionSaysOfAnEvent(String selection, String event, boolean expected) {
        var rules =
                compile(Map.of("nets", List.of("192.0.2.0/24"), "names", List.of("srv*")), detection("t", selection));

        assertThat(heard(rules, CLOUDTRAIL, event).matches().size() == 1).isEqualTo(expected);
    }

    @Test
    void oneEventThatMatchesFiveHundredRulesGivesFiveHundredMatches() {
        var rules = compile(
                Map.of(),
                IntStream.range(0, 500)
                        .mapToObj(i -> detection("rule " + i, "{eventName: DeleteTrail}"))
                        .toArray(String[]::new));

        var matches =
                heard(rules, CLOUDTRAIL, "{\"eventName\":\"DeleteTrail\"}").matches();

        assertThat(matches).hasSize(500).doesNotHaveDuplicates();
    }

    @Test
    void onlyRulesOfTheEventsLogSourceAreAsked() {
        var rules = compile(Map.of(), detection("t", "{a: x}"));

        assertThat(heard(rules, new LogSource(null, "aws", "guardduty"), "{\"a\":\"x\"}")
                        .matches())
                .isEmpty();
        assertThat(heard(rules, new LogSource(null, null, null), "{\"a\":\"x\"}")
                        .matches())
                .isEmpty();
        assertThat(heard(rules, new LogSource("audit", "AWS", "cloudtrail"), "{\"a\":\"x\"}")
                        .matches())
                .hasSize(1);
    }

    @Test
    void aRuleThatFailsIsToldAndTheOthersGoOn() {
        var rules = compile(Map.of(), correlated("[user]", ""), detection("another", "{eventName: x}"));
        var many = IntStream.range(0, 2_000).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));

        var heard = heard(rules, CLOUDTRAIL, "{\"eventName\":\"x\",\"user\":[" + many + "]}");

        assertThat(heard.others()).containsExactly("error many IllegalStateException");
        assertThat(heard.matches()).extracting(RuleInfo::title).containsExactly("another");
    }

    @Test
    void referencedRulesSignalOncePerGroupAndStaySilent() {
        var rules = compile(Map.of(), correlated("[user, region]", ""));

        assertThat(heard(rules, CLOUDTRAIL, "{\"eventName\":\"x\",\"user\":[\"a\",\"b\",\"a\"],\"region\":1}"))
                .satisfies(heard -> {
                    assertThat(heard.matches()).isEmpty();
                    assertThat(heard.others())
                            .containsExactly(
                                    "signal many one {region=1, user=a}", "signal many one {region=1, user=b}");
                });
        assertThat(heard(rules, CLOUDTRAIL, "{\"eventName\":\"x\",\"user\":null,\"region\":1}")
                        .others())
                .containsExactly("missing many one user");
    }

    @Test
    void generateLetsReferencedRulesSpeak() {
        var rules = compile(Map.of(), correlated("[user]", "  generate: true\n"));

        assertThat(heard(rules, CLOUDTRAIL, "{\"eventName\":\"x\",\"user\":\"a\"}")
                        .matches())
                .extracting(RuleInfo::name)
                .containsExactly("one");
    }

    @Test
    void malformedEventsAreRefused() {
        var evaluator = compile(Map.of(), detection("t", "{a: x}")).newEvaluator();

        for (var bytes : List.of("", "[]", "{\"a\":1,\"a\":2}", "{\"a\":1", "null")) {
            assertThatThrownBy(() -> evaluator.evaluate(CLOUDTRAIL, utf8(bytes), new HeardMatches()))
                    .isInstanceOf(MalformedEventException.class);
        }
    }

    @Test
    void mappingsFindFieldsWhereTheSourceKeepsThem() {
        var mapping = """
                logsource: {product: aws, service: cloudtrail}
                aliases:
                  status: [result.status, errorCode]
                decode:
                  requestParameters.policyDocument: url-json
                  detail: json
                ocsf:
                  actor.user.name: [userIdentity.userName, userIdentity.arn]
                  src_endpoint.ip: [sourceIPAddress]
                """;
        var ocsf = detection("ocsf", "{actor.user.name: lin}").replace("logsource:", "taxonomy: ocsf\nlogsource:");
        var context = new RuleContext(Map.of(), List.of(new RuleFile("m.yml", mapping)));
        var rules = RuleSet.compile(
                List.of(
                        new RuleFile("1.yml", detection("alias", "{status: AccessDenied}")),
                        new RuleFile(
                                "2.yml",
                                detection("decoded", "{requestParameters.policyDocument.Statement.Effect: Allow}")),
                        new RuleFile("3.yml", detection("text", "{detail|contains: '\"n\": 1'}")),
                        new RuleFile("4.yml", detection("compact", "{detail|contains: '\"n\":1'}")),
                        new RuleFile("5.yml", ocsf)),
                context);
        var event = """
                {"errorCode":"AccessDenied","detail":"{\\"n\\": 1}","sourceIPAddress":"192.0.2.1",
                 "userIdentity":{"userName":null,"arn":"lin"},
                 "requestParameters":{"policyDocument":"%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%7D%5D%7D"}}
                """;

        assertThat(compiled(rules)).isEmpty();
        assertThat(heard(rules.rules(), CLOUDTRAIL, event).matches())
                .extracting(RuleInfo::title)
                .containsExactly("alias", "decoded", "text", "compact", "ocsf");
        assertThat(rules.rules().normalise(CLOUDTRAIL, utf8(event)))
                .containsExactly(Map.entry("actor.user.name", "lin"), Map.entry("src_endpoint.ip", "192.0.2.1"));
    }

    @Test
    void anOcsfNameThatNoMappingKnowsRejectsTheRule() {
        var rule = detection("t", "{actor.user.name: lin}").replace("logsource:", "taxonomy: ocsf\nlogsource:");

        var problems = RuleSet.compile(List.of(new RuleFile("r.yml", rule)), RuleContext.EMPTY)
                .problems();

        assertThat(problems).singleElement().asString().contains("no field mapping knows the OCSF name");
    }

    @Test
    void reasonsAreTheConditionsThatHeld() {
        var rules = compile(Map.of(), """
                title: t
                id: 7d3c0b1e-5a4e-4f43-9f6b-2f6f1f0a9a01
                tags: [cnfa.art8.3.1, attack.t1078]
                logsource: {product: aws, service: cloudtrail}
                detection:
                  selection:
                    eventName|startswith: [Stop, Delete]
                    errorCode: null
                  filter:
                    userIdentity.arn|contains: trusted
                  condition: selection and not filter
                """);
        var rule = rules.rules().getFirst();
        var event = utf8("{\"eventName\":\"DeleteTrail\",\"userIdentity\":{\"arn\":\"arn:lin\"}}");

        assertThat(rule.clauses()).containsExactly("art8.3.1");
        assertThat(rules.explain(rule, CLOUDTRAIL, event))
                .containsExactly(
                        new Reason("selection", "eventName|startswith", "Delete", "DeleteTrail"),
                        new Reason("selection", "errorCode", "null", null),
                        new Reason("not filter", "userIdentity.arn|contains", "trusted", "arn:lin"));
        assertThat(rules.explain(rule, CLOUDTRAIL, utf8("{}"))).isEmpty();
    }

    @Test
    void theHashChangesWithContentAndNotWithLayout() {
        var rule = compile(Map.of(), detection("t", "{a: x}"));
        var sameInOtherLayout = compile(Map.of(), "# comment\n" + detection("t", "{\"a\":   'x'}"));
        var other = compile(Map.of(), detection("t", "{a: y}"));
        var otherLists = compile(Map.of("l", List.of("1")), detection("t", "{a: x}"));

        assertThat(rule.hash()).isEqualTo(sameInOtherLayout.hash()).hasSize(64);
        assertThat(List.of(rule.hash(), other.hash(), otherLists.hash())).doesNotHaveDuplicates();
        assertThat(rule.rules().getFirst().id())
                .isEqualTo(sameInOtherLayout.rules().getFirst().id());
    }

    /// A rule that goes live is the rule that it was: the state of its windows stays.
    @Test
    void theStageIsReadAndIsNoPartOfTheVersion() {
        String text = detection("t", "{a: x}");
        var plain = compile(Map.of(), text).rules().getFirst();
        var live = compile(Map.of(), text + "vigil: {stage: live}\n").rules().getFirst();
        var shadow = compile(Map.of(), text + "vigil: {stage: shadow, key: K}\n")
                .rules()
                .getFirst();
        var keyed = compile(Map.of(), text + "vigil: {key: K}\n").rules().getFirst();

        assertThat(plain.vigil().shadow()).isFalse();
        assertThat(live.vigil().shadow()).isFalse();
        assertThat(shadow.vigil().shadow()).isTrue();
        assertThat(live.sha256()).isEqualTo(plain.sha256());
        assertThat(shadow.sha256()).isEqualTo(keyed.sha256()).isNotEqualTo(plain.sha256());
    }

    @Test
    void theCostOfRulesIsHeardForASampleOfEvents() throws MalformedEventException {
        var rules = compile(Map.of(), detection("t", "{a: x}"), detection("u", "{a: y}"));
        Map<String, Integer> asked = new TreeMap<>();
        var evaluator = rules.newEvaluator((rule, nanos) -> {
            assertThat(nanos).isNotNegative();
            asked.merge(rule.title(), 1, Integer::sum);
        });

        for (int i = 0; i < 3 * RuleCost.SAMPLE; i++) {
            evaluator.evaluate(CLOUDTRAIL, utf8("{\"a\":\"x\"}"), new HeardMatches());
        }

        // u has no chance on this event, and is not asked
        assertThat(asked).containsExactly(Map.entry("t", 3));
    }

    private static String correlated(String groupBy, String more) {
        return detection("one", "{eventName: x}").replace("logsource:", "name: one\nlogsource:")
                + """
                ---
                title: many
                name: many
                correlation:
                  type: event_count
                  rules: [one]
                  group-by: %s
                  timespan: 5m
                  condition: {gte: 3}
                """.formatted(groupBy)
                + more;
    }

    private static String detection(String title, String selection) {
        return "title: " + title + "\nlogsource: {product: aws, service: cloudtrail}\ndetection:\n  sel: " + selection
                + "\n  condition: sel\n";
    }

    private static RuleSet compile(Map<String, List<String>> watchLists, String... rules) {
        List<RuleFile> files = new ArrayList<>();
        for (var rule : rules) {
            files.add(new RuleFile("rule" + files.size() + ".yml", rule));
        }
        var compiled = RuleSet.compile(files, new RuleContext(watchLists, List.of()));
        assertThat(compiled(compiled)).isEmpty();
        return compiled.rules();
    }

    private static List<RuleProblem> compiled(Compilation compilation) {
        return compilation.problems();
    }

    private static HeardMatches heard(RuleSet rules, LogSource source, String event) {
        var heard = new HeardMatches();
        try {
            rules.newEvaluator().evaluate(source, utf8(event), heard);
        } catch (MalformedEventException e) {
            throw new AssertionError(event, e);
        }
        return heard;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
