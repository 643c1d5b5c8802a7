package tw.vigil.rules.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTimeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"eventTime":"2026-08-20T10:15:30Z"}                                          | 2026-08-20T10:15:30Z
                    {"stageTimestamp":"2026-08-20T10:15:30.123456Z","requestReceivedTimestamp":"2026-08-20T10:15:29Z"} | 2026-08-20T10:15:30.123456Z
                    {"CreationTime":"2026-08-20T10:15:30"}                                        | 2026-08-20T10:15:30Z
                    {"time":"2026-08-20T10:15:31Z","properties":{"createdDateTime":"2026-08-20T10:15:30+00:00"}} | 2026-08-20T10:15:30Z
                    {"eventTimestamp":"2026-08-20T18:15:30.5+08:00"}                              | 2026-08-20T10:15:30.500Z
                    {"@timestamp":1787220930123}                                                  | 2026-08-20T10:15:30.123Z
                    {"timestamp":1787220930}                                                      | 2026-08-20T10:15:30Z
                    {"start":"1787220930123","time":"2026-01-01T00:00:00Z"}                       | 2026-08-20T10:15:30.123Z
                    {"start":5,"time":"2026-08-20 10:15:30"}                                      | 2026-08-20T10:15:30Z
                    {"id":{"time":"2026-08-20T10:15:30Z"}}                                        | 2026-08-20T10:15:30Z
                    {"configurationItem":{"configurationItemCaptureTime":"2026-08-20T10:15:30Z"}} | 2026-08-20T10:15:30Z
                    {"UtcTime":"2026-08-20 10:15:30.117"}                                         | 2026-08-20T10:15:30.117Z
                    {"time":"yesterday"}                                                          |
                    {"time":null,"eventTime":{}}                                                  |
                    """)
    void isReadWhereTheVendorWritesIt(String event, @Nullable Instant time) throws JsonProcessingException {
        assertThat(EventTime.of(new JsonMapper().readTree(event))).isEqualTo(time);
    }

    /// A source that is mapped and whose time is not known here would have its windows judged wrongly.
    @Test
    void everyPlaceThatAMappingNamesIsKnownInTheSameOrder() throws IOException {
        int checked = 0;
        try (var mappings = Files.list(Path.of("src/main/resources/tw/vigil/rules/field-mappings"))) {
            for (Path file : mappings.toList()) {
                var places = places(Yaml.mapping(file.toString(), Files.readString(file)));
                assertThat(EventTime.PLACES).as(file.toString()).containsAll(places);
                assertThat(places.stream().map(EventTime.PLACES::indexOf).toList())
                        .as(file.toString())
                        .isSorted();
                checked += places.size();
            }
        }
        assertThat(checked).isGreaterThan(30);
    }

    private static List<String> places(Map<?, ?> mapping) {
        var places = new ArrayList<String>();
        if (mapping.get("ocsf") instanceof Map<?, ?> names && names.get("time") instanceof List<?> times) {
            for (Object time : times) {
                places.add(String.valueOf(time instanceof Map<?, ?> map ? map.get("path") : time));
            }
        }
        return places;
    }
}
