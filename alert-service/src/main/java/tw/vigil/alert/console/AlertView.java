package tw.vigil.alert.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the page of one alert shows.
///
/// @param sentence what happened, in words
/// @param whyLead what stands above the conditions: that they held on one event, or how the events count together
/// @param linkedTo the closed alert that this one continues
/// @param linkedFrom the alert that continues this closed one
/// @param verdict in words; null while open
record AlertView(
        AlertRow head,
        String sentence,
        @Nullable String description,
        String whyLead,
        List<Why> whys,
        List<Fact> entities,
        List<Fact> group,
        String unitName,
        List<String> copies,
        @Nullable String playbook,
        String ruleTitle,
        String ruleId,
        String ruleVersion,
        List<Stage> stages,
        @Nullable String total,
        String eventsLead,
        List<EventCopy> events,
        List<StepLine> timeline,
        List<DeliveryLine> deliveries,
        @Nullable String linkedTo,
        @Nullable String linkedFrom,
        @Nullable String verdict,
        Actions actions,
        Draft draft) {

    /// A condition that held.
    ///
    /// @param field empty when any field may have it
    record Why(
            String selection,
            String field,
            String expected,
            @Nullable String actual) {}

    /// A field and its value.
    ///
    /// @param label our word for the field; null when we have none
    /// @param href every alert that has the value
    record Fact(String field, @Nullable String label, String value, String href) {}

    /// A stage on the way from the event to the person.
    ///
    /// @param at null when it is not reached yet
    /// @param gap time since the stage before, in words
    record Stage(String name, @Nullable Moment at, @Nullable String gap) {}

    /// A contributing event.
    ///
    /// @param raw indented JSON; null when the record was too large to copy
    record EventCopy(
            String id,
            String type,
            String source,
            Moment time,
            String position,
            String sha256,
            @Nullable String raw) {}

    /// A step in the timeline.
    ///
    /// @param kind the step's wire name
    /// @param who null for the service itself
    /// @param what what the step changed, in words
    /// @param link another alert
    record StepLine(
            String kind,
            String name,
            Moment at,
            @Nullable String who,
            @Nullable String what,
            @Nullable String why,
            @Nullable String link) {}

    /// A notification.
    ///
    /// @param code what the other side answered last
    record DeliveryLine(
            String channel,
            String recipient,
            String state,
            String stateLabel,
            @Nullable String code,
            int attempts,
            Moment at) {}

    /// What the signed-in person may do now.
    record Actions(
            boolean any,
            boolean acknowledge,
            boolean start,
            boolean close,
            List<AlertListView.Choice> assignees,
            List<AlertListView.Choice> verdicts) {}

    /// What a person had typed when an action was refused, and why it was.
    ///
    /// @param form the action; empty when nothing was refused
    record Draft(
            String form,
            String comment,
            String verdict,
            String assignee,
            @Nullable String error) {
        static final Draft NONE = new Draft("", "", "", "", null);

        /// The comment for the form of that action.
        public String commentIn(String action) {
            return form.equals(action) ? comment : "";
        }
    }
}
