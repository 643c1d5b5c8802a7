package tw.vigil.sigma.mapping;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.match.CaseFolding;
import tw.vigil.sigma.match.Conversion;
import tw.vigil.sigma.match.Conversion.Called;
import tw.vigil.sigma.match.Conversion.Form;
import tw.vigil.sigma.match.TextPlace;
import tw.vigil.sigma.rule.Fields;
import tw.vigil.sigma.yaml.Problems;
import tw.vigil.sigma.yaml.YamlNode;
import tw.vigil.sigma.yaml.YamlNode.Mapping;
import tw.vigil.sigma.yaml.YamlNode.Scalar;
import tw.vigil.sigma.yaml.YamlNode.Sequence;

/// Reads the OCSF section of a field mapping.
final class OriginParser {

    private static final Set<String> KEYS = Set.of("path", "constant", "as", "match", "values", "else");
    private static final Map<String, Form> FORMS =
            Map.of("text", Form.TEXT, "lower", Form.LOWER, "ip", Form.IP, "host", Form.HOST, "time", Form.TIME);

    private final Function<YamlNode, MappedPath> paths;
    private final Problems problems;

    OriginParser(Function<YamlNode, MappedPath> paths, Problems problems) {
        this.paths = paths;
        this.problems = problems;
    }

    Map<String, List<Origin>> parse(Mapping section) {
        Map<String, List<Origin>> found = new LinkedHashMap<>();
        for (var entry : section.entries()) {
            var nodes = entry.value() instanceof Sequence list ? list.items() : List.of(entry.value());
            if (nodes.isEmpty()) {
                problems.add(entry.value(), "list at least one path");
            }
            List<Origin> origins = new ArrayList<>();
            for (var node : nodes) {
                if (!origins.isEmpty() && origins.getLast() instanceof Origin.Constant) {
                    problems.add(node, "nothing after a constant is ever looked at; put the constant last");
                }
                origins.add(origin(node));
            }
            found.put(entry.key().text(), List.copyOf(origins));
        }
        return found;
    }

    private Origin origin(YamlNode node) {
        if (!(node instanceof Mapping map)) {
            return new Origin.Place(paths.apply(node), Conversion.NONE);
        }
        for (var entry : map.entries()) {
            if (!KEYS.contains(entry.key().text())) {
                problems.add(
                        entry.key(),
                        "unknown key '" + entry.key().text()
                                + "'; accepted: path with as, match, values and else, or constant");
            }
        }
        var fields = new Fields(map, problems);
        var constant = fields.text("constant");
        var path = map.get("path");
        if (constant != null) {
            if (map.entries().size() > 1) {
                problems.add(map, "a constant stands alone");
            }
            return new Origin.Constant(constant);
        }
        if (path == null) {
            problems.add(map, "write {path: userIdentity.arn} or {constant: AWS}");
            return new Origin.Constant("");
        }
        var conversion = new Conversion(form(fields, map), part(fields, map), called(map), fields.text("else"));
        if (conversion.otherwise() != null || !conversion.values().isEmpty()) {
            if (conversion.form() != Form.TEXT) {
                problems.add(
                        map, "what values are called takes the place of their form: keep one of 'as' and 'values'");
            }
        }
        return new Origin.Place(paths.apply(path), conversion);
    }

    private Form form(Fields fields, Mapping map) {
        var name = fields.text("as");
        var form = name == null ? Form.TEXT : FORMS.get(name.toLowerCase(Locale.ROOT));
        if (form == null) {
            problems.add(map, "unknown form '" + name + "'; accepted: text, lower, ip, host, time");
            return Form.TEXT;
        }
        return form;
    }

    private @Nullable Pattern part(Fields fields, Mapping map) {
        var expression = fields.text("match");
        if (expression == null) {
            return null;
        }
        try {
            var pattern = Pattern.compile(expression);
            if (pattern.groupCount() == 1) {
                return pattern;
            }
            problems.add(map, "'match' needs one group, the part of the text that counts");
        } catch (PatternSyntaxException e) {
            problems.add(map, "'match' is no regular expression: " + e.getDescription());
        }
        return null;
    }

    /// A name may stand for many values: a star before or behind them means any text.
    private List<Called> called(Mapping map) {
        List<Called> called = new ArrayList<>();
        if (map.get("values") instanceof Mapping values) {
            for (var entry : values.entries()) {
                if (entry.value() instanceof Scalar name) {
                    called.add(called(entry.key().text(), name.text()));
                } else {
                    problems.add(entry.value(), "a value is called by one text");
                }
            }
        } else if (map.get("values") != null) {
            problems.add(map, "'values' is a map of raw values to what they are called");
        }
        return called;
    }

    private static Called called(String raw, String name) {
        boolean before = raw.length() > 1 && raw.startsWith("*");
        boolean behind = raw.length() > 1 && raw.endsWith("*");
        var place = before && behind
                ? TextPlace.ANYWHERE
                : before ? TextPlace.END : behind ? TextPlace.START : TextPlace.WHOLE;
        var bare = raw.substring(before ? 1 : 0, raw.length() - (behind ? 1 : 0));
        return new Called(CaseFolding.fold(bare), place, name);
    }
}
