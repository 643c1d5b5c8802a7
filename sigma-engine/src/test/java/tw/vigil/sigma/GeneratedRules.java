package tw.vigil.sigma;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Rules from a small world of names and values, so that they meet generated events often.
final class GeneratedRules {

    static final String MAPPING = """
            logsource: {product: p, service: s}
            envelope: [n]
            aliases:
              other: [a.b, "n.m"]
              nothing: [no.where]
            merge:
              merged: [a.b, list.x, n]
              named: ["list[x=abc].y", "doc.list[x=x].x", "list[y=*].x.y"]
            values:
              a: {x: [abc, "7"], "7": "true"}
              merged: {abc: x}
              named: {ABC: "1.5"}
            absent:
              b: abc
              merged: "7"
            decode:
              doc: json
              a.doc: url-json
              list: json
            ocsf:
              a: [a, {path: b, as: lower}, {constant: abc}]
              b: [{path: b, values: {abc: x, '1*': abc, '*m': '7'}, else: '7'}]
              a.b: [a.b, "list[x=abc].y", n.m]
              a.b.c: [{path: a.b.c, as: ip}, {path: a.b.c, as: host}]
              b.c: [{path: b, match: '^(.)'}, {path: b.c, as: time}]
              list: [list]
              list.x: ["doc.list[x=x].x", {path: list.x, as: ip}, list.x]
              list.x.y: [{path: list.x.y, values: {x: abc}}, a]
              n.m.o: [{path: n.m.o, match: '([a-f]+)', as: lower}, {constant: ''}]
              n.m: [n.m]
              n: [n]
              doc: [doc.x, a.doc.x, doc]
              doc.x: [doc.x]
              doc.list.x: [{path: doc.list.x, values: {'*b*': x}}, {constant: x}]
              a.doc.x: [a.doc.x]
              a.doc: [{path: a.doc.x, else: abc}]
              other: [{constant: abc}]
              nothing: [no.where]
              é.b: [é.b, b]
              merged: [a, b, n]
              named: ["list[y=*].x.y", a]
              list.x.doc: [list.x.doc]
            """;

    private static final List<String> FIELDS = List.of(
            "a",
            "b",
            "a.b",
            "a.b.c",
            "b.c",
            "list",
            "list.x",
            "list.x.y",
            "n.m.o",
            "n.m",
            "n",
            "doc",
            "doc.x",
            "doc.list.x",
            "a.doc.x",
            "a.doc",
            "other",
            "nothing",
            "é.b",
            "merged",
            "named",
            "list.x.doc");
    private static final List<String> TEXTS = List.of(
            "x",
            "abc",
            "ABC",
            "AbcDef",
            "abc*",
            "*bc",
            "*b*",
            "a?c",
            "a*c",
            "",
            "*",
            "?",
            "7",
            "007",
            "1.5",
            "true",
            "FALSE",
            "null",
            "É*",
            "*é",
            "ß",
            "ı",
            "i",
            "k",
            "K*",
            "s3.amazonaws.com",
            "*amazonaws*",
            "\\*",
            "a\\\\b",
            "{*",
            "*\"x\":*",
            "*😀*",
            "10.0.0.1",
            "a b",
            "-x",
            "*[*",
            "abcdefghijklmnop",
            "*efghijkl*",
            "1e1",
            "e");
    private static final List<String> REGEXES = List.of(
            "^abc",
            "a.c$",
            "(?i)ABC",
            "b+c",
            "[a-f]{3}",
            "(x|y)z?",
            "x|abc",
            "\\\\d+",
            "é",
            "(ab)*c",
            "a{0,2}bc",
            "10\\\\.0\\\\.",
            "\\\\{",
            "k",
            "(?s)a.*f",
            ".*",
            "amazonaws\\\\.com",
            "[^a]bc?",
            "\\\\bde");

    private final RandomGenerator random;
    private final List<String> names = new ArrayList<>();

    GeneratedRules(RandomGenerator random) {
        this.random = random;
    }

    List<RuleFile> files(int count) {
        List<RuleFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(new RuleFile("rule" + i + ".yml", detection("rule_" + i)));
            names.add("rule_" + i);
        }
        for (int i = 0; i < count / 5; i++) {
            files.add(new RuleFile("correlation" + i + ".yml", correlation("correlation_" + i)));
        }
        return files;
    }

    private String head(String name) {
        return "title: " + name + "\nid: " + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)) + "\nname: "
                + name + "\nlevel: low\nfalsepositives: [none]\n";
    }

    private String correlation(String name) {
        boolean counts = random.nextBoolean();
        return head(name)
                + "correlation:\n  type: " + (counts ? "value_count" : "event_count")
                + "\n  rules: [" + pick(names) + "]\n  group-by: ['" + pick(FIELDS) + "', '" + pick(FIELDS)
                + "']\n  timespan: 5m\n  generate: " + random.nextBoolean() + "\n  condition: {"
                + (counts ? "field: '" + pick(FIELDS) + "', " : "") + "gte: 3}\n";
    }

    private String detection(String name) {
        var text = new StringBuilder(head(name))
                .append(random.nextInt(4) == 0 ? "taxonomy: ocsf\n" : "")
                .append("sigma-version: 3\nlogsource: {product: p, service: s}\ndetection:\n");
        int selections = 1 + random.nextInt(3);
        for (int i = 0; i < selections; i++) {
            text.append("  s").append(i).append(":").append(selection());
        }
        return text.append("  condition: ")
                .append(condition(selections, 2))
                .append('\n')
                .toString();
    }

    private String condition(int selections, int depth) {
        int form = random.nextInt(depth == 0 ? 1 : 6);
        return switch (form) {
            case 1 -> "(" + condition(selections, depth - 1) + " and " + condition(selections, depth - 1) + ")";
            case 2 -> "(" + condition(selections, depth - 1) + " or " + condition(selections, depth - 1) + ")";
            case 3 -> "not " + condition(selections, depth - 1);
            case 4 -> "1 of s*";
            case 5 -> "all of them";
            default -> "s" + random.nextInt(selections);
        };
    }

    private String selection() {
        if (random.nextInt(8) == 0) {
            return random.nextBoolean() ? " " + quoted(pick(TEXTS)) + "\n" : "\n    '|all': ['b', 'c']\n";
        }
        if (random.nextInt(5) == 0) {
            return "\n    -" + " {" + item() + "}\n    - {" + item() + "}\n";
        }
        var items = new StringJoiner(", ", " {", "}\n");
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            items.add(item());
        }
        return items.toString();
    }

    private String item() {
        var field = pick(FIELDS);
        return switch (random.nextInt(15)) {
            case 14 -> scoped(field);
            case 0 -> key(field + "|exists") + random.nextBoolean();
            case 1 -> key(field) + "null";
            case 2 -> key(field) + pick(List.of("7", "0", "1.5", "10", "-3", "9007199254740993"));
            case 3 -> key(field + "|" + pick(List.of("gt", "lte", "neq", "gte"))) + pick(List.of("7", "1.5", "0"));
            case 4 -> key(field + "|re" + pick(List.of("", "|i", "|neq"))) + quoted(pick(REGEXES));
            case 5 -> key(field + "|cidr") + "10.0.0.0/8";
            case 6 -> key(field + "|fieldref" + pick(List.of("", "|startswith", "|contains"))) + quoted(pick(FIELDS));
            case 7 -> key(field) + random.nextBoolean();
            case 8 -> key(field + "|" + pick(List.of("hour", "day", "year|gte"))) + pick(List.of("3", "12", "2026"));
            case 9 -> key(field + "|" + pick(List.of("neq", "all", "cased", "contains|all", "windash"))) + list();
            case 10, 11 ->
                key(field + "|" + pick(List.of("contains", "startswith", "endswith", "contains|cased"))) + list();
            default -> key(field) + (random.nextInt(6) == 0 ? longList() : list());
        };
    }

    private String scoped(String field) {
        var selector = field + pick(List.of("[any]", "[all]", "[none]", "[all_or_empty]"));
        return switch (random.nextInt(3)) {
            case 0 -> key(selector + "|contains") + list();
            case 1 -> key(selector + ".x") + list();
            default -> key(selector) + "{" + item() + "}";
        };
    }

    private String list() {
        var list = new StringJoiner(", ", "[", "]");
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            list.add(quoted(pick(TEXTS)));
        }
        return list.toString();
    }

    private String longList() {
        var list = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < 10; i++) {
            list.add(quoted("v" + i));
        }
        return list.add(quoted(pick(TEXTS))).toString();
    }

    private static String key(String key) {
        return "'" + key + "': ";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''").replace("\\\\\\\\", "\\\\") + "'";
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
