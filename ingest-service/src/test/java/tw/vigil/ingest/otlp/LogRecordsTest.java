package tw.vigil.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogRecordsTest {
    @Test
    void textThatHoldsAnObjectIsTheRecordAsItIs() {
        assertThat(lines(record(text("{\"a\": 1,  \"雲\":\"\\n\"}")))).containsExactly("{\"a\": 1,  \"雲\":\"\\n\"}");
    }

    @Test
    void lineBreakBetweenTokensDoesNotSplitTheRecord() {
        assertThat(lines(record(text("{\n \"a\":1\r\n}")))).containsExactly("{  \"a\":1  }");
    }

    @Test
    void mapIsTheRecord() {
        var body = AnyValue.newBuilder()
                .setKvlistValue(KeyValueList.newBuilder()
                        .addValues(pair("verb", text("create")))
                        .addValues(pair(
                                "code", AnyValue.newBuilder().setIntValue(201).build()))
                        .addValues(pair(
                                "ok", AnyValue.newBuilder().setBoolValue(true).build()))
                        .addValues(pair(
                                "list",
                                AnyValue.newBuilder()
                                        .setArrayValue(ArrayValue.newBuilder()
                                                .addValues(text("x"))
                                                .addValues(AnyValue.newBuilder().setDoubleValue(1.5)))
                                        .build()))
                        .addValues(pair("none", AnyValue.getDefaultInstance())))
                .build();

        assertThat(lines(record(body)))
                .containsExactly("{\"verb\":\"create\",\"code\":201,\"ok\":true,\"list\":[\"x\",1.5],\"none\":null}");
    }

    @Test
    void anyOtherTextBecomesAnEventThatHoldsAllOfTheRecord() {
        LogRecord record = record(text("login failed"))
                .setTimeUnixNano(1_787_222_130_123_456_789L)
                .setSeverityText("WARN")
                .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_WARN)
                .setTraceId(ByteString.fromHex("5b8efff798038103d269b633813fc60c"))
                .addAttributes(pair("user", text("jane")))
                .build();

        assertThat(lines(record.toBuilder()))
                .containsExactly("{\"timestamp\":\"2026-08-20T10:35:30.123456789Z\",\"severityText\":\"WARN\","
                        + "\"severityNumber\":13,\"traceId\":\"5b8efff798038103d269b633813fc60c\",\"scope\":\"app\","
                        + "\"body\":\"login failed\",\"attributes\":{\"user\":\"jane\"},"
                        + "\"resource\":{\"service.name\":\"web\"}}");
    }

    @Test
    void textThatOnlyLooksLikeJsonIsText() {
        assertThat(lines(record(text("{not json}")))).singleElement().asString().contains("\"body\":\"{not json}\"");
        assertThat(lines(record(text("{} {}")))).singleElement().asString().contains("\"body\":\"{} {}\"");
    }

    @Test
    void observedTimeStandsInForTheTime() {
        assertThat(lines(record(text("x")).setObservedTimeUnixNano(1_000_000_000L)))
                .singleElement()
                .asString()
                .contains("\"timestamp\":\"1970-01-01T00:00:01Z\"");
    }

    @Test
    void textIsTheRecordWhereTheSourceReadsLines() {
        assertThat(lines(record(text("<34>1 a\nb")), true)).containsExactly("<34>1 a b");
    }

    private static List<String> lines(LogRecord.Builder record) {
        return lines(record, false);
    }

    private static List<String> lines(LogRecord.Builder record, boolean text) {
        var request = ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(pair("service.name", text("web"))))
                        .addScopeLogs(ScopeLogs.newBuilder()
                                .setScope(InstrumentationScope.newBuilder().setName("app"))
                                .addLogRecords(record)))
                .build();
        LogRecords.Lines lines = LogRecords.of(request, LogRecords.Encoding.PROTOBUF, text);
        assertThat(lines.count()).isEqualTo(1);
        return new String(lines.lines(), StandardCharsets.UTF_8).lines().toList();
    }

    private static LogRecord.Builder record(AnyValue body) {
        return LogRecord.newBuilder().setBody(body);
    }

    private static AnyValue text(String text) {
        return AnyValue.newBuilder().setStringValue(text).build();
    }

    private static KeyValue pair(String key, AnyValue value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }
}
