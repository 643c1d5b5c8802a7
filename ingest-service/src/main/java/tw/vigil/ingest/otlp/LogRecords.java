package tw.vigil.ingest.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// The log records of a request as lines of JSON. The body is the record where it is an object: text that holds one
/// stays
/// as it is, byte for byte; a map is written out. Any other record becomes an event of its own that holds all of it.
final class LogRecords {
    private static final JsonFactory JSON = new JsonFactory();
    private static final long NANOS = 1_000_000_000L;

    /// How the request came: in OTLP's JSON ids are hexadecimal, which its protobuf parser takes for Base64.
    enum Encoding {
        PROTOBUF,
        JSON
    }

    private final Encoding encoding;
    private final boolean text;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private long count;

    private LogRecords(Encoding encoding, boolean text) {
        this.encoding = encoding;
        this.text = text;
    }

    /// @param lines one JSON text on each
    @SuppressWarnings("ArrayRecordComponent")
    record Lines(byte[] lines, long count) {}

    /// @param text whether the source reads lines of text: then text is the record, too
    static Lines of(ExportLogsServiceRequest request, Encoding encoding, boolean text) {
        var records = new LogRecords(encoding, text);
        try {
            for (ResourceLogs resource : request.getResourceLogsList()) {
                for (ScopeLogs scope : resource.getScopeLogsList()) {
                    for (LogRecord record : scope.getLogRecordsList()) {
                        records.add(record, resource, scope);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Lines(records.lines.toByteArray(), records.count);
    }

    private void add(LogRecord record, ResourceLogs resource, ScopeLogs scope) throws IOException {
        count++;
        AnyValue body = record.getBody();
        if (body.hasStringValue() && (text || isObject(body.getStringValue()))) {
            // In JSON a line break can only stand between tokens, as a space can.
            lines.writeBytes(
                    body.getStringValue().replace('\n', ' ').replace('\r', ' ').getBytes(StandardCharsets.UTF_8));
        } else {
            try (JsonGenerator json = JSON.createGenerator(lines).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
                if (body.hasKvlistValue()) {
                    write(body, json);
                } else {
                    event(record, resource, scope, json);
                }
            }
        }
        lines.write('\n');
    }

    private static boolean isObject(String text) throws IOException {
        if (!text.stripLeading().startsWith("{")) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JsonProcessingException _) {
            return false;
        }
    }

    private void event(LogRecord record, ResourceLogs resource, ScopeLogs scope, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        long nanos = record.getTimeUnixNano() != 0 ? record.getTimeUnixNano() : record.getObservedTimeUnixNano();
        json.writeStringField(
                "timestamp",
                Instant.ofEpochSecond(Long.divideUnsigned(nanos, NANOS), Long.remainderUnsigned(nanos, NANOS))
                        .toString());
        text("severityText", record.getSeverityText(), json);
        if (record.getSeverityNumberValue() != 0) {
            json.writeNumberField("severityNumber", record.getSeverityNumberValue());
        }
        text("eventName", record.getEventName(), json);
        text("traceId", id(record.getTraceId()), json);
        text("spanId", id(record.getSpanId()), json);
        text("scope", scope.getScope().getName(), json);
        json.writeFieldName("body");
        write(record.getBody(), json);
        json.writeFieldName("attributes");
        write(record.getAttributesList(), json);
        json.writeFieldName("resource");
        write(resource.getResource().getAttributesList(), json);
        json.writeEndObject();
    }

    private static void text(String field, String value, JsonGenerator json) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(field, value);
        }
    }

    private String id(ByteString id) {
        byte[] bytes = id.toByteArray();
        return encoding == Encoding.JSON
                ? Base64.getEncoder().encodeToString(bytes)
                : HexFormat.of().formatHex(bytes);
    }

    private static void write(AnyValue value, JsonGenerator json) throws IOException {
        switch (value.getValueCase()) {
            case STRING_VALUE -> json.writeString(value.getStringValue());
            case BOOL_VALUE -> json.writeBoolean(value.getBoolValue());
            case INT_VALUE -> json.writeNumber(value.getIntValue());
            case DOUBLE_VALUE -> json.writeNumber(value.getDoubleValue());
            case BYTES_VALUE -> json.writeBinary(value.getBytesValue().toByteArray());
            case ARRAY_VALUE -> {
                json.writeStartArray();
                for (AnyValue each : value.getArrayValue().getValuesList()) {
                    write(each, json);
                }
                json.writeEndArray();
            }
            case KVLIST_VALUE -> write(value.getKvlistValue().getValuesList(), json);
            default -> json.writeNull();
        }
    }

    private static void write(List<KeyValue> values, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (KeyValue value : values) {
            json.writeFieldName(value.getKey());
            write(value.getValue(), json);
        }
        json.writeEndObject();
    }
}
