package tw.vigil.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import tw.vigil.sigma.LogSource;
import tw.vigil.sigma.RuleFile;

/// Invented rules whose shapes are distributed as in the public rule tree: conditions, modifiers, values per rule (half
/// have at most 5, one has 4,432), keywords, regexes, null, wildcards. All are for one log source, which is harder than
/// the tree itself, where an event meets the rules of its own source only. The same seed gives the same rules.
final class CorpusLikeRules {
    private static final int MOST_VALUES = 4_432;
    private static final int NEEDS_NO_WITNESS = 750;

    private final RandomGenerator random;
    private final LogSource source;
    private final CorpusWords words;

    CorpusLikeRules(long seed, LogSource source) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.source = source;
        this.words = CorpusWords.of(source, random);
    }

    List<RuleFile> files(int count) {
        List<RuleFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(new RuleFile("corpus/rule-" + i + ".yml", rule(i)));
        }
        return files;
    }

    private String rule(int number) {
        var rule = new StringBuilder()
                .append("title: Invented rule ")
                .append(number)
                .append("\nid: ")
                .append(UUID.nameUUIDFromBytes(("corpus" + number).getBytes(StandardCharsets.UTF_8)))
                .append("\nstatus: test\nlogsource:\n  product: ")
                .append(source.product())
                .append("\n  service: ")
                .append(source.service())
                .append(source.category() == null ? "" : "\n  category: " + source.category())
                .append("\ndetection:\n");
        body(number, rule);
        return rule.append("falsepositives:\n  - Unknown\nlevel: high\n").toString();
    }

    private void body(int number, StringBuilder rule) {
        int values = number == 1 ? MOST_VALUES : valuesPerRule();
        if (number % NEEDS_NO_WITNESS == 2) {
            selection(rule, "filter", 2);
            rule.append("  condition: not filter\n");
            return;
        }
        int shape = random.nextInt(1_000);
        // Keywords are for logs without fields: in the public tree no rule of a category has them.
        if (shape < 28 && source.category() == null) {
            keywords(rule, values);
        } else if (shape < 490 + 28) {
            selection(rule, "selection", values);
            rule.append("  condition: selection\n");
        } else if (shape < 680) {
            parts(rule, "selection_", 2 + random.nextInt(2), values);
            rule.append("  condition: all of selection_*\n");
        } else if (shape < 740) {
            parts(rule, "selection_", 2 + random.nextInt(3), values);
            rule.append("  condition: 1 of selection_*\n");
        } else if (shape < 780) {
            selection(rule, "selection", values);
            selection(rule, "filter", 1 + random.nextInt(3));
            rule.append("  condition: selection and not filter\n");
        } else if (shape < 880) {
            selection(rule, "selection", values);
            parts(rule, "filter_main_", 1 + random.nextInt(3), 4);
            rule.append("  condition: selection and not 1 of filter_main_*\n");
        } else if (shape < 920) {
            selection(rule, "selection", values);
            parts(rule, "filter_main_", 2, 4);
            parts(rule, "filter_optional_", 2, 4);
            rule.append("  condition: selection and not 1 of filter_main_* and not 1 of filter_optional_*\n");
        } else if (shape < 970) {
            parts(rule, "selection_", 3, values);
            rule.append("  condition: selection_0 and (selection_1 or selection_2)\n");
        } else {
            listOfMaps(rule, values);
            rule.append("  condition: selection\n");
        }
    }

    /// 5, 19 and 84 at the 50th, 90th and 99th percentile.
    private int valuesPerRule() {
        double at = random.nextDouble();
        if (at < 0.5) {
            return 1 + random.nextInt(5);
        }
        if (at < 0.9) {
            return 5 + random.nextInt(15);
        }
        return at < 0.99 ? 19 + random.nextInt(66) : 84 + random.nextInt(400);
    }

    private void keywords(StringBuilder rule, int values) {
        boolean all = random.nextInt(6) == 0;
        rule.append("  keywords:\n").append(all ? "    '|all':\n" : "");
        int count = all ? Math.min(values, 4) : values;
        for (int i = 0; i < count; i++) {
            rule.append(all ? "      - " : "    - ")
                    .append(quoted(words.keyword()))
                    .append('\n');
        }
        rule.append("  condition: keywords\n");
    }

    private void parts(StringBuilder rule, String prefix, int count, int values) {
        for (int i = 0; i < count; i++) {
            selection(rule, prefix + i, Math.max(1, values / count));
        }
    }

    private void selection(StringBuilder rule, String name, int values) {
        rule.append("  ").append(name).append(":\n");
        int left = values;
        var used = new ArrayList<String>();
        while (left > 0) {
            int own = left > 6 && random.nextInt(3) == 0 ? left / 2 : left > 2 ? 1 + random.nextInt(left) : 1;
            var item = item(own, name.startsWith("filter"));
            var key = item.substring(0, item.indexOf(':'));
            if (!used.contains(key)) {
                used.add(key);
                rule.append("    ").append(item).append('\n');
            }
            left -= own;
        }
    }

    private void listOfMaps(StringBuilder rule, int values) {
        rule.append("  selection:\n");
        for (int i = 0; i < Math.max(2, values / 3); i++) {
            var item = item(1, false);
            rule.append("    - ").append(item).append('\n');
            if (random.nextBoolean() && !item.startsWith(words.numberField())) {
                rule.append("      ")
                        .append(words.numberField())
                        .append(": ")
                        .append(1 + random.nextInt(30))
                        .append('\n');
            }
        }
    }

    /// The modifiers of the tree by how often they occur there.
    private String item(int values, boolean filter) {
        int form = random.nextInt(12_700);
        if (form < 3_150) {
            return item("", List.of(words.identity()), values);
        }
        if (form < 3_624) {
            return switch (random.nextInt(8)) {
                // Hardly any rule asks for what is absent but in its filters.
                case 0 -> filter ? words.field() + ": null" : words.numberField() + ": " + random.nextInt(2, 5_000);
                case 1 -> words.field() + ": ''";
                case 2 -> words.field() + ": " + quoted("*" + words.inside() + "*" + words.end());
                default -> words.numberField() + ": " + random.nextInt(2, 5_000);
            };
        }
        if (form < 7_059) {
            return item("|endswith", List.of(words.end()), values);
        }
        if (form < 10_389) {
            return item("|contains", List.of(words.inside()), values);
        }
        if (form < 11_549) {
            return item("|contains|all", List.of(words.inside()), Math.min(values, 5));
        }
        if (form < 12_119) {
            return item("|startswith", List.of(words.start()), values);
        }
        if (form < 12_319) {
            return words.longField() + "|re: " + quoted(words.regex());
        }
        if (form < 12_427) {
            return item("|contains|windash", List.of(words.option()), Math.min(values, 3));
        }
        return form < 12_500
                ? words.addressField() + "|cidr: " + random.nextInt(1, 224) + ".16.0.0/12"
                : words.field() + "|base64offset|contains: " + quoted(words.identity());
    }

    private String item(String modifiers, List<String> first, int values) {
        var list = new StringJoiner(", ", "[", "]");
        first.forEach(text -> list.add(quoted(text)));
        for (int i = first.size(); i < values; i++) {
            list.add(quoted(
                    switch (modifiers) {
                        case "" -> words.identity();
                        case "|endswith" -> words.end();
                        case "|startswith" -> words.start();
                        case "|contains|windash" -> words.option();
                        default -> words.inside();
                    }));
        }
        var field = modifiers.isEmpty() || modifiers.equals("|endswith") ? words.field() : words.longField();
        return field + modifiers + ": " + list;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
