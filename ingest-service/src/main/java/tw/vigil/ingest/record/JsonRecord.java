package tw.vigil.ingest.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One JSON object that was checked strictly (RFC 8259, UTF-8, no field twice, bounded depth), with the text of the
/// fields that were asked for. Paths are `userIdentity.accountId` and `resources[0].ARN`.
public final class JsonRecord {
    public static final String NOT_JSON = "not_json";
    public static final String NOT_AN_OBJECT = "not_an_object";
    public static final String NOT_UTF8 = "not_utf8";
    public static final String DUPLICATE_FIELD = "duplicate_field";
    public static final String TOO_DEEP = "too_deep";

    private record Span(int from, int to) {}

    private final byte[] bytes;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, String> numbers = new HashMap<>();
    private final Map<String, Span> values = new HashMap<>();
    private final Set<String> fields = new HashSet<>();
    private final Map<String, String> hints;

    private JsonRecord(byte[] bytes, Map<String, String> hints) {
        this.bytes = bytes;
        this.hints = hints;
    }

    /// Reads records that nest at most so deep.
    public static final class Reader {
        private final JsonFactory json;

        public Reader(int depth) {
            json = JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(depth)
                            .maxNumberLength(Integer.MAX_VALUE)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build();
        }

        /// @param wanted the paths whose text is kept
        public ReadResult read(byte[] bytes, Paths wanted) {
            return read(bytes, wanted, Map.of());
        }

        /// @param wanted the paths whose text is kept
        /// @param hints see [JsonRecord#hint]
        public ReadResult read(byte[] bytes, Paths wanted, Map<String, String> hints) {
            if (!isUtf8(bytes)) {
                return new ReadResult.Malformed(NOT_UTF8, "the record is not valid UTF-8; only UTF-8 is accepted");
            }
            var record = new JsonRecord(bytes, hints);
            try (JsonParser parser = json.createParser(bytes)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    return new ReadResult.Malformed(NOT_AN_OBJECT, "the record is no JSON object; accepted is { … }");
                }
                record.walk(parser, wanted, true);
                return parser.nextToken() == null
                        ? new ReadResult.Read(record)
                        : malformed(NOT_JSON, "the record goes on after its object", parser);
            } catch (StreamConstraintsException _) {
                return new ReadResult.Malformed(
                        TOO_DEEP,
                        "the record nests deeper than "
                                + json.streamReadConstraints().getMaxNestingDepth() + " levels");
            } catch (JsonProcessingException e) {
                return malformed(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static ReadResult malformed(JsonProcessingException e) {
            long offset = e.getLocation() == null ? 0 : e.getLocation().getByteOffset();
            if (e.getOriginalMessage().startsWith("Duplicate field")) {
                return new ReadResult.Malformed(
                        DUPLICATE_FIELD, "an object names a field twice, before byte " + offset + " of the record");
            }
            return new ReadResult.Malformed(
                    NOT_JSON, "the record is not JSON (RFC 8259) at byte " + offset + " of the record");
        }

        private static ReadResult malformed(String reason, String what, JsonParser parser) {
            return new ReadResult.Malformed(
                    reason, what + ", at byte " + parser.currentLocation().getByteOffset() + " of the record");
        }

        private static boolean isUtf8(byte[] bytes) {
            for (byte b : bytes) {
                if (b < 0) {
                    return decodes(bytes);
                }
            }
            return true;
        }

        private static boolean decodes(byte[] bytes) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
                return true;
            } catch (CharacterCodingException _) {
                return false;
            }
        }
    }

    /// The record's bytes, as they arrived.
    public byte[] bytes() {
        return bytes;
    }

    /// What the transport said of the record beside its bytes, or null: the value of an HTTP header that its hook
    /// hands on, by the header's name in lower case, such as `x-github-event`.
    public @Nullable String hint(String name) {
        return hints.get(name);
    }

    /// The text at a path, or null when it is absent, empty or no string.
    public @Nullable String text(String path) {
        return texts.get(path);
    }

    /// The text at the first of these paths that has one, or null.
    public @Nullable String firstText(List<String> paths) {
        for (String path : paths) {
            String text = texts.get(path);
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    /// The number at a path, as it is written, or null when there is none.
    public @Nullable String number(String path) {
        return numbers.get(path);
    }

    /// The text at the first of these paths that has one.
    public @Nullable String firstText(String... paths) {
        for (String path : paths) {
            String text = texts.get(path);
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    /// As [#firstText], also of numbers.
    public @Nullable String firstScalar(String... paths) {
        for (String path : paths) {
            String scalar = texts.getOrDefault(path, numbers.get(path));
            if (scalar != null) {
                return scalar;
            }
        }
        return null;
    }

    /// Whether the outermost object has the field, whatever its value.
    public boolean has(String field) {
        return fields.contains(field);
    }

    /// The fields of the outermost object.
    public Set<String> names() {
        return Collections.unmodifiableSet(fields);
    }

    /// The exact bytes of the object in a field of the outermost object; null when it holds no object.
    public byte @Nullable [] object(String field) {
        Span span = values.get(field);
        return span == null || bytes[span.from()] != '{' ? null : copy(span);
    }

    /// The exact bytes of the object or array in a field of the outermost object, or at a path that was asked for;
    /// null when there is none.
    public byte @Nullable [] value(String path) {
        Span span = values.get(path);
        return span == null ? null : copy(span);
    }

    private byte[] copy(Span span) {
        return Arrays.copyOfRange(bytes, span.from(), span.to());
    }

    /// Walks the object or array whose opening token is current, to its closing token.
    ///
    /// @param here null where nothing below is wanted
    private void walk(JsonParser parser, @Nullable Paths here, boolean outermost) throws IOException {
        boolean array = parser.currentToken() == JsonToken.START_ARRAY;
        int index = 0;
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            if (token == JsonToken.FIELD_NAME) {
                continue;
            }
            Paths below = null;
            if (here != null) {
                below = array ? here.element(index++) : here.member(parser.currentName());
            }
            if (outermost) {
                fields.add(parser.currentName());
            }
            String place = below != null && below.wanted() ? below.path() : null;
            if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                String name = outermost ? parser.currentName() : place;
                int from = (int) parser.currentTokenLocation().getByteOffset();
                walk(parser, below, false);
                if (name != null) {
                    values.put(
                            name, new Span(from, (int) parser.currentLocation().getByteOffset()));
                }
            } else if (token == JsonToken.VALUE_STRING && place != null) {
                String text = parser.getText();
                if (!text.isEmpty()) {
                    texts.put(place, text);
                }
            } else if (token.isNumeric() && place != null) {
                numbers.put(place, parser.getText());
            } else {
                // A value is only judged once it is read to its end.
                parser.finishToken();
            }
        }
    }
}
