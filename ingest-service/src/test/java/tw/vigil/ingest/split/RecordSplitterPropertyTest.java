package tw.vigil.ingest.split;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class RecordSplitterPropertyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SplitLimits LIMITS = new SplitLimits(1 << 20, 1 << 20, 100);
    private static final String[] TEXTS = {
        "", "a", "Records", "}],{[", "\"", "\\", "\\\"", "\n", "資料", "\ud83d\ude00", "a:b,c", "{\"x\":1}"
    };

    @Test
    void recordsAreTheElementsThatJacksonSees() {
        check(400, random -> {
            List<JsonNode> records = records(random);
            byte[] input = write(records, random);

            List<Slice> slices = RecordSplitterTest.split(new ByteArrayInputStream(input), LIMITS);

            assertThat(slices).allMatch(Slice.Whole.class::isInstance);
            assertThat(slices.stream().map(RecordSplitterPropertyTest::parse).toList())
                    .isEqualTo(records);
        });
    }

    @Test
    void chunksDoNotMatter() {
        check(200, random -> {
            byte[] input = write(records(random), random);
            damage(input, random);

            List<String> atOnce = describe(RecordSplitterTest.split(new ByteArrayInputStream(input), LIMITS));
            List<String> inChunks = describe(RecordSplitterTest.split(new Chunked(input, random), LIMITS));

            assertThat(inChunks).isEqualTo(atOnce);
        });
    }

    /// Whatever is damaged: reading ends, and what is given back never exceeds the input.
    @Test
    void damagedInputIsReadToItsEnd() {
        check(400, random -> {
            byte[] input = write(records(random), random);
            damage(input, random);
            byte[] cut = Arrays.copyOf(input, random.nextInt(input.length + 1));

            List<Slice> slices = RecordSplitterTest.split(new ByteArrayInputStream(cut), LIMITS);

            assertThat(slices.stream().mapToLong(slice -> slice.bytes().length).sum())
                    .isLessThanOrEqualTo(cut.length);
        });
    }

    /// One flipped byte in one line costs that line and no other.
    @Test
    void damageStaysInItsLine() {
        check(200, random -> {
            var lines = new ArrayList<String>();
            for (int i = 0; i < 5; i++) {
                lines.add("{\"id\":" + i + ",\"v\":" + value(random, 3) + "}");
            }
            int broken = 1 + random.nextInt(4);
            String line = lines.get(broken);
            lines.set(broken, line.substring(0, 1 + random.nextInt(line.length() - 1)));
            byte[] input = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);

            List<String> found = RecordSplitterTest.split(new ByteArrayInputStream(input), LIMITS).stream()
                    .map(slice -> new String(slice.bytes(), StandardCharsets.UTF_8))
                    .toList();

            var others = new ArrayList<>(lines);
            others.remove(broken);
            assertThat(found).containsAll(others);
        });
    }

    private static List<JsonNode> records(RandomGenerator random) {
        var records = new ArrayList<JsonNode>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            ObjectNode record = JSON.createObjectNode();
            record.put("id", i);
            record.set("v", value(random, 4));
            records.add(record);
        }
        return records;
    }

    private static JsonNode value(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> JSON.getNodeFactory().numberNode(random.nextInt());
            case 1 -> JSON.getNodeFactory().nullNode();
            case 2 -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
            case 3, 4 -> JSON.getNodeFactory().textNode(text(random));
            case 5 -> {
                ArrayNode array = JSON.createArrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(value(random, depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = JSON.createObjectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set(text(random), value(random, depth - 1));
                }
                yield object;
            }
        };
    }

    private static String text(RandomGenerator random) {
        return TEXTS[random.nextInt(TEXTS.length)] + TEXTS[random.nextInt(TEXTS.length)];
    }

    private static byte[] write(List<JsonNode> records, RandomGenerator random) {
        boolean pretty = random.nextBoolean();
        var out = new ByteArrayOutputStream();
        int form = random.nextInt(3);
        write(out, form == 0 ? "{ \"x\" : [{}], \"Records\" :[ " : form == 1 ? "[" : "");
        String between = "";
        for (JsonNode record : records) {
            write(out, between);
            write(out, pretty ? record.toPrettyString() : record.toString());
            between = form == 2 ? "\n" : " , ";
        }
        write(out, form == 0 ? "], \"y\": {\"Records\": []}}" : form == 1 ? "]" : "");
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void damage(byte[] input, RandomGenerator random) {
        for (int i = random.nextInt(3); i > 0; i--) {
            input[random.nextInt(input.length)] = (byte) "\"{}[],:\n\\x".charAt(random.nextInt(10));
        }
    }

    private static JsonNode parse(Slice slice) {
        try {
            return JSON.readTree(slice.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> describe(List<Slice> slices) {
        return slices.stream()
                .map(slice -> slice.getClass().getSimpleName() + " " + slice.position() + " "
                        + new String(slice.bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    /// Gives one to seven bytes at a time.
    private static final class Chunked extends FilterInputStream {
        private final RandomGenerator random;

        Chunked(byte[] bytes, RandomGenerator random) {
            super(new ByteArrayInputStream(bytes));
            this.random = random;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(7)));
        }
    }

    /// Checks a property on generated cases and names the seed of the first that fails.
    private static void check(int count, Consumer<RandomGenerator> property) {
        long root = Long.getLong("cases.seed", 20_260_101L);
        for (int i = 0; i < count; i++) {
            long seed = root + i;
            try {
                property.accept(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
            } catch (AssertionError e) {
                throw new AssertionError("replay with -Dcases.seed=" + seed, e);
            }
        }
    }
}
