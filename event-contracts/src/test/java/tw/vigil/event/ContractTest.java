package tw.vigil.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContractTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    static Stream<Arguments> examples() {
        return Stream.of(
                Arguments.of("finding", JSON.valueToTree(Examples.finding())),
                Arguments.of("finding", JSON.valueToTree(Examples.bareFinding())),
                Arguments.of("alert-step", JSON.valueToTree(Examples.created())),
                Arguments.of("alert-step", JSON.valueToTree(Examples.closed())),
                Arguments.of("rule-set-revision", JSON.valueToTree(Examples.revision())),
                Arguments.of("instance-rules", JSON.valueToTree(Examples.instanceRules())),
                Arguments.of("heartbeat", JSON.valueToTree(Examples.heartbeat())),
                Arguments.of("own-event", JSON.valueToTree(Examples.ownEvent())),
                Arguments.of("own-event", JSON.valueToTree(Examples.bareOwnEvent())),
                Arguments.of("event-headers", text(Examples.eventHeaders().toMap())),
                Arguments.of("event-headers", text(Examples.bareEventHeaders().toMap())),
                Arguments.of(
                        "quarantine-headers", text(Examples.quarantineHeaders().toMap())));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void exampleValidates(String name, JsonNode example) {
        assertThat(schema(name).validate(example)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void exampleWithAnUnknownFieldIsRefused(String name, JsonNode example) {
        ObjectNode broken = example.deepCopy();
        broken.put("unheard_of", 1);

        assertThat(schema(name).validate(broken)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void exampleWithoutAMandatoryFieldIsRefused(String name, JsonNode example) {
        JsonSchema schema = schema(name);
        for (JsonNode required : schema.getSchemaNode().get("required")) {
            ObjectNode broken = example.deepCopy();
            broken.remove(required.asText());

            assertThat(schema.validate(broken))
                    .as("without %s", required.asText())
                    .isNotEmpty();
        }
    }

    static Stream<Arguments> breakages() {
        return Stream.of(
                broken("finding", Examples.finding(), "short id", n -> n.put("finding_id", "abc")),
                broken("finding", Examples.finding(), "revision 0", n -> n.put("revision", 0)),
                broken("finding", Examples.finding(), "negative count", n -> n.put("count", -1)),
                broken(
                        "finding",
                        Examples.finding(),
                        "level",
                        n -> in(n, "rule").put("level", "severe")),
                broken(
                        "finding",
                        Examples.finding(),
                        "time",
                        n -> in(n, "times").put("received", 1_755_684_930)),
                broken(
                        "finding",
                        Examples.finding(),
                        "group value",
                        n -> in(n, "group").put("a", 1)),
                broken(
                        "finding",
                        Examples.finding(),
                        "clause",
                        n -> n.putArray("clauses").add("cnfa.art8.3.1")),
                broken("alert-step", Examples.created(), "class", n -> n.put("class_uid", 2003)),
                broken("alert-step", Examples.created(), "status", n -> n.put("status", "open")),
                broken("alert-step", Examples.closed(), "closed without verdict", n -> n.remove("verdict")),
                broken("rule-set-revision", Examples.revision(), "hash", n -> n.put("hash", "XYZ")),
                broken(
                        "rule-set-revision",
                        Examples.revision(),
                        "path that climbs",
                        n -> n.putArray("files")
                                .addObject()
                                .put("path", "packs/../../x.yml")
                                .put("text", "")),
                broken("heartbeat", Examples.heartbeat(), "no interval", n -> n.put("every_seconds", 0)),
                broken("heartbeat", Examples.heartbeat(), "time", n -> n.put("told", 1_755_684_930)),
                broken("own-event", Examples.ownEvent(), "action", n -> n.put("action", "Protected")),
                broken("own-event", Examples.ownEvent(), "outcome", n -> n.put("outcome", "SUCCESS")),
                broken("own-event", Examples.ownEvent(), "nothing counted", n -> n.put("count", 0)),
                broken(
                        "own-event",
                        Examples.ownEvent(),
                        "detail without value",
                        n -> in(n, "details").putNull("kinds")),
                broken(
                        "own-event",
                        Examples.ownEvent(),
                        "detail's name",
                        n -> in(n, "details").put("Kind Of", 1)),
                Arguments.of(
                        "event-headers",
                        "sha",
                        text(Examples.eventHeaders().toMap()).put("ce_rawsha256", "0")),
                Arguments.of(
                        "event-headers",
                        "type",
                        text(Examples.eventHeaders().toMap()).put("ce_type", "aws")),
                Arguments.of(
                        "event-headers",
                        "time",
                        text(Examples.eventHeaders().toMap()).put("ce_time", "2026-08-20 10:15")),
                Arguments.of(
                        "event-headers",
                        "trace",
                        text(Examples.eventHeaders().toMap()).put("traceparent", "00-1-2-3")),
                Arguments.of(
                        "quarantine-headers",
                        "reason",
                        text(Examples.quarantineHeaders().toMap()).put("vigil_reason", "Not JSON")),
                Arguments.of(
                        "quarantine-headers",
                        "stage",
                        text(Examples.quarantineHeaders().toMap()).put("vigil_stage", "alert")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("breakages")
    void brokenExampleIsRefused(String name, String breakage, JsonNode broken) {
        assertThat(schema(name).validate(broken)).as(breakage).isNotEmpty();
    }

    @Test
    void valuesComeBackAsTheyWere() throws JsonProcessingException {
        assertThat(back(Examples.finding(), Finding.class)).isEqualTo(Examples.finding());
        assertThat(back(Examples.bareFinding(), Finding.class)).isEqualTo(Examples.bareFinding());
        assertThat(back(Examples.closed(), AlertStep.class)).isEqualTo(Examples.closed());
        assertThat(back(Examples.revision(), RuleSetRevision.class)).isEqualTo(Examples.revision());
        assertThat(back(Examples.ownRevision(), RuleSetRevision.class)).isEqualTo(Examples.ownRevision());
        assertThat(back(Examples.instanceRules(), InstanceRules.class)).isEqualTo(Examples.instanceRules());
        assertThat(back(Examples.heartbeat(), Heartbeat.class)).isEqualTo(Examples.heartbeat());
        assertThat(back(Examples.ownEvent(), OwnEvent.class)).isEqualTo(Examples.ownEvent());
        var bare = Examples.bareOwnEvent();
        assertThat(back(bare, OwnEvent.class)).isEqualTo(bare);
    }

    @Test
    void anOwnEventToldAgainHasTheSameId() {
        var event = Examples.bareOwnEvent();

        assertThat(event.identifiedBy("a", "b").id())
                .matches("[0-9a-f]{64}")
                .isEqualTo(Examples.ownEvent().identifiedBy("a", "b").id())
                .isNotEqualTo(event.identifiedBy("ab").id())
                .isNotEqualTo(event.identifiedBy("a", "b", "").id());
        assertThat(Examples.bareOwnEvent().id()).isNotEqualTo(event.id());
    }

    @Test
    void headersComeBackAsTheyWere() {
        var full = Examples.eventHeaders().toMap();
        var bare = Examples.bareEventHeaders().toMap();

        assertThat(EventHeaders.from(full::get)).isEqualTo(Examples.eventHeaders());
        assertThat(EventHeaders.from(bare::get)).isEqualTo(Examples.bareEventHeaders());
    }

    @Test
    void unreadableHeaderIsNamed() {
        var absent = new TreeMap<>(Examples.eventHeaders().toMap());
        absent.remove("ce_rawsha256");
        var malformed = new TreeMap<>(Examples.eventHeaders().toMap());
        malformed.put("ce_time", "yesterday".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> EventHeaders.from(absent::get)).hasMessageContaining("ce_rawsha256");
        assertThatThrownBy(() -> EventHeaders.from(malformed::get)).hasMessageContaining("ce_time");
    }

    private static <T> T back(T value, Class<T> type) throws JsonProcessingException {
        return JSON.readValue(JSON.writeValueAsString(value), type);
    }

    private static Arguments broken(String schema, Object example, String breakage, Consumer<ObjectNode> change) {
        ObjectNode tree = JSON.valueToTree(example);
        change.accept(tree);
        return Arguments.of(schema, breakage, tree);
    }

    private static ObjectNode in(ObjectNode node, String field) {
        return (ObjectNode) node.required(field);
    }

    private static ObjectNode text(Map<String, byte[]> headers) {
        ObjectNode node = JSON.createObjectNode();
        headers.forEach((name, value) -> node.put(name, new String(value, StandardCharsets.UTF_8)));
        return node;
    }

    private static JsonSchema schema(String name) {
        try (var file = Topics.class.getResourceAsStream("/schemas/" + name + ".schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
