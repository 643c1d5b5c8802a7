package tw.vigil.alert.console;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.MultivaluedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tw.vigil.alert.alerts.AlertFilter;
import tw.vigil.alert.alerts.AlertStatus;
import tw.vigil.alert.alerts.Level;

class ListFilterTest {
    private static ListFilter filter(Map<String, String> query) {
        return ListFilter.of(new MultivaluedHashMap<>(query));
    }

    @Test
    void withoutParametersItIsEverythingThatIsNotClosed() {
        var filter = filter(Map.of());

        assertThat(filter.query("mei", 50).statuses()).isEqualTo(AlertFilter.OPEN);
        assertThat(filter.href()).isEqualTo("/alerts");
        assertThat(filter.narrowed()).isFalse();
    }

    @Test
    void everyFilterSurvivesTheAddress() {
        var filter = filter(Map.of(
                "status", "closed",
                "level", "high",
                "unit", "SOC",
                "rule", "AWS-01",
                "assignee", "me",
                "q", "a&b 雲",
                "before", "17"));

        assertThat(filter.href())
                .isEqualTo("/alerts?status=closed&level=high&unit=SOC&rule=AWS-01&assignee=me"
                        + "&q=a%26b+%E9%9B%B2&before=17");
        assertThat(filter.query("mei", 50))
                .isEqualTo(new AlertFilter(
                        Set.of(AlertStatus.CLOSED), Set.of(Level.HIGH), "SOC", "AWS-01", "mei", "a&b 雲", 50, "17"));
    }

    @Test
    void valuesThatThereAreNotReadAsNone() {
        var filter = filter(Map.of("status", "lost", "level", "shrill"));

        assertThat(filter.href()).isEqualTo("/alerts");
    }

    @Test
    void anotherStatusStartsAtTheFirstPage() {
        var filter = filter(Map.of("before", "17", "q", "x"));

        assertThat(filter.withStatus(ListFilter.ALL).href()).isEqualTo("/alerts?status=all&q=x");
    }
}
