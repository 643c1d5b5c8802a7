package tw.vigil.alert.console;

import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.alerts.AlertFilter;
import tw.vigil.alert.alerts.AlertStatus;
import tw.vigil.alert.alerts.Level;

/// The filters of the list as its address carries them; an empty text means "any".
///
/// @param status a status' wire name, [#OPEN] or [#ALL]; anything else reads as [#OPEN]
/// @param assignee an account name, or [#ME]
public record ListFilter(
        String status, String level, String unit, String rule, String assignee, String q, String before) {
    static final String OPEN = "open";
    static final String ALL = "all";
    static final String ME = "me";

    private static final String PATH = "/alerts";

    static ListFilter of(MultivaluedMap<String, String> query) {
        var status = text(query, "status");
        var level = text(query, "level");
        return new ListFilter(
                ALL.equals(status) || AlertStatus.of(status).isPresent() ? status : OPEN,
                Level.of(level).isPresent() ? level : "",
                text(query, "unit"),
                text(query, "rule"),
                text(query, "assignee"),
                text(query, "q"),
                text(query, "before"));
    }

    private static String text(MultivaluedMap<String, String> query, String name) {
        return Objects.requireNonNullElse(query.getFirst(name), "").strip();
    }

    /// What to ask for; `me` stands for the given account.
    AlertFilter query(String me, int limit) {
        Set<AlertStatus> statuses = switch (status) {
            case ALL -> Set.of();
            case OPEN -> AlertFilter.OPEN;
            default -> AlertStatus.of(status).stream().collect(Collectors.toUnmodifiableSet());
        };
        return new AlertFilter(
                statuses,
                Level.of(level).stream().collect(Collectors.toUnmodifiableSet()),
                orNull(unit),
                orNull(rule),
                orNull(ME.equals(assignee) ? me : assignee),
                orNull(q),
                limit,
                orNull(before));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    ListFilter withStatus(String other) {
        return new ListFilter(other, level, unit, rule, assignee, q, "");
    }

    ListFilter withLevel(String other) {
        return new ListFilter(status, other, unit, rule, assignee, q, "");
    }

    ListFilter withBefore(String other) {
        return new ListFilter(status, level, unit, rule, assignee, q, other);
    }

    /// True when the filter is not the plain list of open alerts.
    public boolean narrowed() {
        return !queryString(withBefore("")).isEmpty();
    }

    /// The address of the list with this filter.
    public String href() {
        return PATH + queryString(this);
    }

    /// The address of every alert, whatever its status, that has the text.
    static String hrefOfText(String text) {
        return new ListFilter(ALL, "", "", "", "", text, "").href();
    }

    private static String queryString(ListFilter filter) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("status", filter.status.equals(OPEN) ? "" : filter.status);
        parameters.put("level", filter.level);
        parameters.put("unit", filter.unit);
        parameters.put("rule", filter.rule);
        parameters.put("assignee", filter.assignee);
        parameters.put("q", filter.q);
        parameters.put("before", filter.before);
        var query = parameters.entrySet().stream()
                .filter(parameter -> !parameter.getValue().isEmpty())
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }
}
