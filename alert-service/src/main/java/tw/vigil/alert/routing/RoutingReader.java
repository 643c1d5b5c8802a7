package tw.vigil.alert.routing;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import tw.vigil.alert.routing.RoutingTable.Route;

/// Reads a routing table; strict, because a table that is half understood sends alerts to nobody.
final class RoutingReader {
    private static final List<String> LEVELS = List.of("informational", "low", "medium", "high", "critical");
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{1,15}");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*");

    private final YamlReader yaml = new YamlReader();
    private final Map<String, Unit> units = new LinkedHashMap<>();

    private final List<String> channels;

    private RoutingReader(List<String> channels) {
        this.channels = channels;
    }

    /// What came of reading: the table, or every problem found.
    sealed interface Result {
        record Read(RoutingTable table) implements Result {}

        record Rejected(List<RoutingProblem> problems) implements Result {
            public Rejected {
                problems = List.copyOf(problems);
            }
        }
    }

    /// @param channels those that a unit may name; all of them when it names none
    static Result read(String text, List<String> channels) {
        return new RoutingReader(List.copyOf(channels)).table(text);
    }

    private Result table(String text) {
        var root = yaml.root(text);
        if (root.isEmpty()) {
            return new Result.Rejected(yaml.problems());
        }
        var top = yaml.entries(root.get(), "the routing table", List.of("units", "default-unit", "routes"));
        readUnits(root.get(), top.get("units"));
        String defaultUnit = defaultUnit(root.get(), top.get("default-unit"));
        List<Route> routes = routes(top.get("routes"));
        return yaml.problems().isEmpty() && defaultUnit != null
                ? new Result.Read(new RoutingTable(units.values(), defaultUnit, routes))
                : new Result.Rejected(yaml.problems());
    }

    private void readUnits(Node root, @Nullable Node node) {
        if (node == null) {
            yaml.problem(root, "'units' is missing: code → {name, members, channels, hook}");
            return;
        }
        yaml.entries(node, "units").forEach((code, value) -> {
            if (!CODE.matcher(code).matches()) {
                yaml.problem(value, "unit code '" + code + "' must be 2 to 16 of A-Z, 0-9, _");
            }
            Unit unit = unit(code, value);
            units.put(code, unit);
        });
        if (units.isEmpty()) {
            yaml.problem(node, "at least one unit is needed");
        }
    }

    private Unit unit(String code, Node node) {
        String what = "unit " + code;
        var entries = yaml.entries(node, what, List.of("name", "members", "channels", "hook"));
        Map<String, Node> names = Map.of();
        Node nameNode = entries.get("name");
        if (nameNode == null) {
            yaml.problem(node, what + " needs 'name' with 'en' and 'zh'");
        } else {
            names = yaml.entries(nameNode, "name of " + what, List.of("en", "zh"));
        }
        List<String> members = yaml.texts(entries.get("members"), "members of " + what);
        Node at = entries.getOrDefault("members", node);
        members.stream()
                .filter(address -> !ADDRESS.matcher(address).matches())
                .forEach(address -> yaml.problem(at, "'" + address + "' is not an e-mail address (name@example.org)"));
        List<String> used = entries.containsKey("channels")
                ? known(entries.get("channels"), "channels of " + what, channels)
                : channels;
        return new Unit(
                code,
                name(node, names, "en", code),
                name(node, names, "zh", code),
                members,
                used,
                hook(entries.get("hook"), what));
    }

    private String name(Node unit, Map<String, Node> names, String language, String code) {
        Node node = names.get(language);
        if (node == null) {
            if (!names.isEmpty()) {
                yaml.problem(unit, "name of unit " + code + " needs '" + language + "'");
            }
            return code;
        }
        String text = yaml.text(node, "name of unit " + code);
        return text == null ? code : text;
    }

    private @Nullable URI hook(@Nullable Node node, String what) {
        if (node == null) {
            return null;
        }
        String text = yaml.text(node, "hook of " + what);
        if (text == null) {
            return null;
        }
        try {
            var address = new URI(text);
            if (("https".equals(address.getScheme()) || "http".equals(address.getScheme()))
                    && address.getHost() != null
                    && address.getUserInfo() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            yaml.problem(node, "hook of " + what + " is not an address: " + e.getReason());
            return null;
        }
        yaml.problem(node, "hook of " + what + " must be http(s)://host/… without user information");
        return null;
    }

    private @Nullable String defaultUnit(Node root, @Nullable Node node) {
        if (node == null) {
            yaml.problem(root, "'default-unit' is missing: the unit that is told when no route fits");
            return null;
        }
        return unitCode(node, "default-unit");
    }

    private List<Route> routes(@Nullable Node node) {
        var routes = new ArrayList<Route>();
        if (node != null) {
            for (Node item : yaml.items(node, "routes")) {
                routes.add(route(item));
            }
        }
        return routes;
    }

    private Route route(Node node) {
        var entries = yaml.entries(node, "a route", List.of("when", "primary", "copies"));
        Node condition = entries.get("when");
        Map<String, Node> when = condition == null
                ? Map.of()
                : yaml.entries(condition, "when", List.of("playbooks", "rules", "clauses", "levels"));
        Node primary = entries.get("primary");
        var copies = new ArrayList<String>();
        Node copyNode = entries.get("copies");
        if (copyNode != null) {
            for (Node copy : yaml.items(copyNode, "copies")) {
                String code = unitCode(copy, "an entry of copies");
                if (code != null) {
                    copies.add(code);
                }
            }
        }
        if (primary == null && copies.isEmpty()) {
            yaml.problem(node, "a route needs 'primary' or 'copies'");
        }
        return new Route(
                set(yaml.texts(when.get("playbooks"), "playbooks")),
                set(yaml.texts(when.get("rules"), "rules")),
                set(yaml.texts(when.get("clauses"), "clauses")),
                set(known(when.get("levels"), "levels", LEVELS)),
                primary == null ? null : unitCode(primary, "primary"),
                copies);
    }

    private List<String> known(@Nullable Node node, String what, List<String> accepted) {
        List<String> texts = yaml.texts(node, what);
        if (node != null) {
            texts.stream()
                    .filter(text -> !accepted.contains(text))
                    .forEach(text -> yaml.problem(
                            node,
                            "'" + text + "' is not known in " + what + "; accepted: " + String.join(", ", accepted)));
        }
        return texts;
    }

    private @Nullable String unitCode(Node node, String what) {
        String code = yaml.text(node, what);
        if (code != null && !units.containsKey(code)) {
            yaml.problem(node, what + ": there is no unit '" + code + "'; units: " + String.join(", ", units.keySet()));
            return null;
        }
        return code;
    }

    private static Set<String> set(List<String> texts) {
        return new LinkedHashSet<>(texts);
    }
}
