package tw.vigil.alert.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which unit answers for an alert and which others learn of it. Immutable.
///
/// The primary unit is the one that the rule names; else the one of the first route that fits; else the
/// default unit, so that there is never nobody. Copies are those of every route that fits, in the order of
/// the table.
public final class RoutingTable implements Units {
    private final Map<String, Unit> units;
    private final String defaultUnit;
    private final List<Route> routes;

    RoutingTable(Collection<Unit> units, String defaultUnit, List<Route> routes) {
        var byCode = new LinkedHashMap<String, Unit>();
        units.forEach(unit -> byCode.put(unit.code(), unit));
        this.units = byCode;
        this.defaultUnit = defaultUnit;
        this.routes = List.copyOf(routes);
    }

    /// One line of the table. Empty sets fit everything.
    ///
    /// @param clauses a clause fits when it equals one of these or lies below it: `art8.3` fits `art8.3.1`
    /// @param levels names of Sigma levels
    /// @param primary null for a route that only adds copies
    record Route(
            Set<String> playbooks,
            Set<String> rules,
            Set<String> clauses,
            Set<String> levels,
            @Nullable String primary,
            List<String> copies) {
        Route {
            playbooks = Set.copyOf(playbooks);
            rules = Set.copyOf(rules);
            clauses = Set.copyOf(clauses);
            levels = Set.copyOf(levels);
            copies = List.copyOf(copies);
        }

        boolean fits(Subject subject) {
            return (playbooks.isEmpty() || (subject.playbook() != null && playbooks.contains(subject.playbook())))
                    && (rules.isEmpty() || (subject.ruleKey() != null && rules.contains(subject.ruleKey())))
                    && (levels.isEmpty() || levels.contains(subject.level()))
                    && (clauses.isEmpty() || subject.clauses().stream().anyMatch(this::fitsClause));
        }

        private boolean fitsClause(String clause) {
            return clauses.stream().anyMatch(wanted -> clause.equals(wanted) || clause.startsWith(wanted + "."));
        }
    }

    /// What of an alert decides its way.
    ///
    /// @param unit the one that the rule names
    /// @param level name of a Sigma level
    public record Subject(
            @Nullable String unit,
            @Nullable String playbook,
            @Nullable String ruleKey,
            List<String> clauses,
            String level) {}

    /// Where an alert goes.
    ///
    /// @param copies without the primary unit
    /// @param why for the timeline: which of the three ways above chose the primary unit
    public record Destination(Unit primary, List<Unit> copies, String why) {

        /// The primary unit and the copies.
        public List<Unit> units() {
            var all = new ArrayList<Unit>();
            all.add(primary);
            all.addAll(copies);
            return all;
        }

        /// Codes of the copies.
        public List<String> copyCodes() {
            return copies.stream().map(Unit::code).toList();
        }
    }

    /// The way of an alert.
    public Destination route(Subject subject) {
        var copies = new LinkedHashSet<String>();
        String byRoute = null;
        for (Route route : routes) {
            if (route.fits(subject)) {
                byRoute = byRoute == null ? route.primary() : byRoute;
                copies.addAll(route.copies());
            }
        }
        Unit named = subject.unit() == null ? null : units.get(subject.unit());
        Unit routed = byRoute == null ? null : units.get(byRoute);
        String why;
        Unit primary;
        if (named != null) {
            primary = named;
            why = "the rule names unit " + named.code();
        } else if (routed != null) {
            primary = routed;
            why = "the routing table names unit " + routed.code();
        } else {
            primary = known(defaultUnit);
            why = "no route fits: default unit " + defaultUnit;
        }
        if (subject.unit() != null && named == null) {
            why += "; the rule's unit " + subject.unit() + " is not in the routing table";
        }
        copies.remove(primary.code());
        return new Destination(primary, copies.stream().map(this::known).toList(), why);
    }

    @Override
    public List<Unit> all() {
        return List.copyOf(units.values());
    }

    @Override
    public Optional<Unit> unit(String code) {
        return Optional.ofNullable(units.get(code));
    }

    private Unit known(String code) {
        Unit unit = units.get(code);
        if (unit == null) {
            throw new IllegalStateException("routing table without unit " + code);
        }
        return unit;
    }
}
