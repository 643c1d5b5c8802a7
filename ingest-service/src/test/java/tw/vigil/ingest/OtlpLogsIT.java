package tw.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OtlpLogsIT extends IngestStand {
    private static final String PATH = "/v1/otlp/aws.cloudtrail/v1/logs";
    private static final String PROTOBUF = "application/x-protobuf";

    @Test
    void bodyThatIsARecordArrivesAsItIs() throws InvalidProtocolBufferException {
        Response response = send(PROTOBUF, request(Samples.cloudTrail("otlp-1"), Samples.cloudTrail("otlp-2")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).startsWith(PROTOBUF);
        assertThat(ExportLogsServiceResponse.parseFrom(response.asByteArray()).hasPartialSuccess())
                .isFalse();
        assertThat(events.read(2))
                .extracting(IngestStand::value)
                .containsExactlyInAnyOrder(Samples.cloudTrail("otlp-1"), Samples.cloudTrail("otlp-2"));
    }

    @Test
    void quarantinedRecordsAreToldAsRejected() throws InvalidProtocolBufferException {
        Response response = send(PROTOBUF, request(Samples.cloudTrail("otlp-3"), "plain text"));

        assertThat(response.statusCode()).isEqualTo(200);
        var partial =
                ExportLogsServiceResponse.parseFrom(response.asByteArray()).getPartialSuccess();
        assertThat(partial.getRejectedLogRecords()).isEqualTo(1);
        assertThat(partial.getErrorMessage()).contains("quarantine").doesNotContain("plain text");
        assertThat(quarantine.read(1))
                .singleElement()
                .satisfies(record -> assertThat(value(record)).contains("\"body\":\"plain text\""));
    }

    @Test
    void jsonIsTakenToo() {
        String body = "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"timeUnixNano\":\"1787221530000000000\","
                + "\"traceId\":\"5B8EFFF798038103D269B633813FC60C\",\"unknownField\":1,"
                + "\"body\":{\"stringValue\":\"text\"}}]}]}]}";

        Response response = send("application/json", body.getBytes(StandardCharsets.UTF_8));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.jsonPath().getLong("partialSuccess.rejectedLogRecords"))
                .isEqualTo(1);
        assertThat(quarantine.read(1))
                .singleElement()
                .satisfies(record ->
                        assertThat(value(record)).contains("\"traceId\":\"5B8EFFF798038103D269B633813FC60C\""));
    }

    @Test
    void gzipIsTaken() {
        Response response = sender(Stand.CLOUDTRAIL_TOKEN)
                .contentType("application/json")
                .header("Content-Encoding", "gzip")
                .body(Samples.gzip("{\"resourceLogs\":[]}"))
                .post(PATH);

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNoRequestIsNotToBeSentAgain() throws InvalidProtocolBufferException {
        Response response = send(PROTOBUF, "no protobuf".getBytes(StandardCharsets.UTF_8));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Status.parseFrom(response.asByteArray()).getMessage()).contains("ExportLogsServiceRequest");
        assertThat(send("application/json", "{".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void strangerIsRefused() {
        byte[] body = request("x");

        assertThat(sender("made-up").contentType(PROTOBUF).body(body).post(PATH).statusCode())
                .isEqualTo(401);
        assertThat(sender(Stand.KUBERNETES_TOKEN)
                        .contentType(PROTOBUF)
                        .body(body)
                        .post(PATH)
                        .statusCode())
                .isEqualTo(403);
        assertThat(sender(Stand.KUBERNETES_TOKEN)
                        .contentType(PROTOBUF)
                        .body(body)
                        .post("/v1/otlp/none/v1/logs")
                        .statusCode())
                .isEqualTo(404);
    }

    private static Response send(String contentType, byte[] body) {
        return sender(Stand.CLOUDTRAIL_TOKEN)
                .contentType(contentType)
                .body(body)
                .post(PATH);
    }

    private static byte[] request(String... bodies) {
        var scope = ScopeLogs.newBuilder();
        for (String body : bodies) {
            scope.addLogRecords(
                    LogRecord.newBuilder().setBody(AnyValue.newBuilder().setStringValue(body)));
        }
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder().addScopeLogs(scope))
                .build()
                .toByteArray();
    }
}
