package tw.vigil.sigma.rule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.correlate.Refiring;
import tw.vigil.sigma.correlate.Refiring.Mode;
import tw.vigil.sigma.yaml.Problems;
import tw.vigil.sigma.yaml.YamlNode.Kind;
import tw.vigil.sigma.yaml.YamlNode.Mapping;

/// What Sigma has no word for, under a correlation's `vigil:`.
///
/// @param nullGroup events without a group-by field are a group of their own instead of none
/// @param maxGroups that one event may belong to, when group-by fields hold lists
public record CorrelationOptions(Refiring refiring, boolean nullGroup, int maxGroups) {

    public static final int MAX_GROUPS = 1_000;

    public static final CorrelationOptions DEFAULT = new CorrelationOptions(Refiring.ONCE, false, MAX_GROUPS);

    /// @param judgedAtClose the rule speaks once per window, so nothing can fire again
    static CorrelationOptions read(Mapping document, boolean judgedAtClose, Problems problems) {
        var vigil = new Fields(document, problems).map("vigil");
        if (vigil == null) {
            return DEFAULT;
        }
        var fields = new Fields(vigil, problems);
        var mode = mode(fields, problems);
        var suppress = suppress(fields, problems);
        if (judgedAtClose && (mode != Mode.EPISODE || !suppress.isZero())) {
            problems.add(
                    vigil,
                    "this condition is judged once, when its window has closed; leave 'refire' and 'suppress' out");
        } else if (mode != Mode.EPISODE && !suppress.isZero()) {
            problems.add(vigil, "'suppress' joins episodes; with refire: every or reset there are none, leave it out");
        }
        return new CorrelationOptions(
                new Refiring(mode, suppress), fields.bool("null-group"), maxGroups(fields, problems));
    }

    private static Mode mode(Fields fields, Problems problems) {
        var text = fields.scalar("refire");
        if (text == null) {
            return Mode.EPISODE;
        }
        var mode = Mode.of(text.text());
        if (mode.isEmpty()) {
            problems.add(text, "unknown refire '" + text.text() + "'; accepted: " + Mode.accepted());
        }
        return mode.orElse(Mode.EPISODE);
    }

    private static Duration suppress(Fields fields, Problems problems) {
        var text = fields.scalar("suppress");
        return text == null ? Duration.ZERO : Timespans.read(text, "suppress", problems);
    }

    private static int maxGroups(Fields fields, Problems problems) {
        var text = fields.scalar("max-groups");
        if (text == null) {
            return MAX_GROUPS;
        }
        var number = text.kind() == Kind.NUMBER ? whole(text.text()) : null;
        if (number == null || number < 1 || number > MAX_GROUPS) {
            problems.add(text, "'max-groups' takes a whole number from 1 to " + MAX_GROUPS);
            return MAX_GROUPS;
        }
        return number;
    }

    private static @Nullable Integer whole(String text) {
        return text.matches("[0-9]{1,6}") ? Integer.valueOf(text) : null;
    }
}
