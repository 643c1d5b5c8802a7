package tw.vigil.ingest.protect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Events with values in random places under random encodings.
class ProtectorPropertyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROUNDS = Integer.getInteger("vigil.protect.rounds", 60);

    static final List<String> VALUES = List.of(
            "A123456789",
            "Z100000002",
            "F987654324",
            "HC76543210",
            "4111111111111111",
            "3782 822463 10005",
            "F999000-1234567",
            "客戶 0912-345-678",
            "統編:12345675",
            "customer <a.b@example.com>",
            "護照 312345678",
            "健保卡000012345678",
            "帳號 822-123456789012",
            "AKIAIOSFODNN7EXAMPLE",
            "3123456785TWN8501019M3506019A123456789<<<<76");

    private final Protector protector = Workbench.protector();

    @ParameterizedTest
    @ValueSource(longs = {1, 20260820, 777, 4711})
    void noValueIsLeftAndEverythingElseIs(long seed) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            check(new Random(seed * 31 + round), "seed " + seed + " round " + round);
        }
    }

    private void check(Random random, String name) throws Exception {
        var planted = new HashMap<String, String>();
        ObjectNode event = event(random, planted);
        byte[] record = Workbench.bytes(random.nextBoolean() ? event.toString() : escaped(event.toString(), random));

        var done = protector.json(record);

        String as = name + ": " + planted;
        JsonNode out = JSON.readTree(done.bytes());
        assertThat(done.found()).as(as).hasSizeGreaterThanOrEqualTo(planted.isEmpty() ? 0 : 1);
        planted.forEach(
                (pointer, value) -> assertThat(everyReading(out.at(pointer).asText()))
                        .as(as)
                        .noneMatch(reading -> reading.contains(core(value))));
        assertOthersUnchanged(event, out, "", planted.keySet(), as);
        assertThat(Workbench.restored(done.bytes())).as(as).isEqualTo(record);
        assertThat(protector.json(record).bytes()).as(as).isEqualTo(done.bytes());
        assertThat(protector.json(done.bytes()).bytes()).as(as).isSameAs(done.bytes());
    }

    private static ObjectNode event(Random random, Map<String, String> planted) {
        ObjectNode event = JSON.createObjectNode();
        event.put("eventVersion", "1.11").put("eventID", "5e0a9c5a-6f0b-4a37-9d1e-" + random.nextInt(100_000, 999_999));
        event.put("eventTime", "2026-08-20T10:15:30Z").put("recipientAccountId", "111122223333");
        event.putObject("userIdentity")
                .put("arn", "arn:aws:iam::111122223333:user/alice")
                .put("principalId", "AROAEXAMPLE:alice")
                .put("accessKeyId", "AKIAEXAMPLEKEY000001");
        fill(event.putObject("requestParameters"), "/requestParameters", random, planted, 0);
        return event;
    }

    private static void fill(ObjectNode node, String pointer, Random random, Map<String, String> planted, int depth) {
        int fields = random.nextInt(1, 5);
        for (int i = 0; i < fields; i++) {
            String name = List.of("key", "資料", "queryString", "bucketName", "a\"b", "userData")
                            .get(random.nextInt(6))
                    + i;
            String here = pointer + "/" + name;
            switch (random.nextInt(depth < 3 ? 6 : 4)) {
                case 0 -> node.put(name, "arn:aws:s3:::logs/" + random.nextInt());
                case 1 -> node.put(name, random.nextInt(1_000_000));
                case 2, 3 -> {
                    String value = VALUES.get(random.nextInt(VALUES.size()));
                    node.put(name, encoded("before " + value + ", after", random));
                    planted.put(here, value);
                }
                case 4 -> fill(node.putObject(name), here, random, planted, depth + 1);
                default -> {
                    ArrayNode array = node.putArray(name);
                    array.add("uploads");
                    fill(array.addObject(), here + "/1", random, planted, depth + 1);
                }
            }
        }
    }

    static String encoded(String text, Random random) {
        List<UnaryOperator<String>> ways = List.of(
                UnaryOperator.identity(),
                ProtectorPropertyTest::url,
                t -> url(url(t)),
                t -> "https://x.example/a?q=" + url(t) + "&b=1",
                ProtectorPropertyTest::object,
                t -> object(object(t)),
                t -> object(url(t)),
                t -> url(object(t)),
                ProtectorPropertyTest::base64,
                t -> "data:text/plain;base64," + base64(t),
                t -> "uploads/" + base64(t) + "/x",
                t -> base64(object(t)),
                t -> base64(url(t)),
                t -> object(base64(t)),
                t -> Base64.getUrlEncoder().withoutPadding().encodeToString(Workbench.bytes(t)),
                t -> Base64.getMimeEncoder().encodeToString(Workbench.bytes("x".repeat(60) + ' ' + t)),
                ProtectorPropertyTest::wide);
        return ways.get(random.nextInt(ways.size())).apply(text);
    }

    private static String url(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(Workbench.bytes(text));
    }

    private static String object(String text) {
        return JSON.createObjectNode().put("n", 1).put("text", text).toString();
    }

    private static String wide(String text) {
        return text.chars()
                .map(c -> Character.isLetterOrDigit(c) && c < 0x80 ? c - 0x20 + 0xff00 : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// The same JSON with some letters and digits of its strings as escapes.
    private static String escaped(String json, Random random) {
        var out = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '"') {
                inside = !inside;
            }
            if (inside && c == '\\') {
                out.append(c).append(json.charAt(++i));
            } else if (inside && c != '"' && random.nextInt(10) == 0) {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /// The part of a planted text that is the value.
    private static String core(String value) {
        return value.replaceAll("[<>]$|^[^0-9A-Za-z]+[: <]*|customer <", "").replaceAll("^[^0-9A-Za-z]+", "");
    }

    /// A text as it stands, and decoded in every way until nothing is left to decode.
    private static Set<String> everyReading(String text) {
        var readings = new HashSet<String>();
        var open = new ArrayList<>(List.of(text));
        while (!open.isEmpty() && readings.size() < 200) {
            String next = open.removeLast();
            if (!readings.add(next)) {
                continue;
            }
            open.add(java.text.Normalizer.normalize(next, java.text.Normalizer.Form.NFKC));
            open.add(next.replace("\\\"", "\""));
            try {
                open.add(URLDecoder.decode(next, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException _) {
                // not URL-encoded
            }
            for (String run : next.split("[^A-Za-z0-9+/=_-]+|(?<=uploads)/|/(?=x$)", -1)) {
                try {
                    open.add(new String(
                            Base64.getMimeDecoder().decode(run.replace('-', '+').replace('_', '/')),
                            StandardCharsets.UTF_8));
                } catch (IllegalArgumentException _) {
                    // not base64
                }
            }
        }
        return readings;
    }

    private static void assertOthersUnchanged(
            JsonNode before, JsonNode after, String pointer, Set<String> planted, String as) {
        if (planted.contains(pointer)) {
            return;
        }
        assertThat(after.getNodeType()).as(as + pointer).isEqualTo(before.getNodeType());
        if (before.isObject()) {
            assertThat(after.fieldNames()).toIterable().as(as).containsExactlyElementsOf(() -> before.fieldNames());
            before.properties()
                    .forEach(field -> assertOthersUnchanged(
                            field.getValue(), after.get(field.getKey()), pointer + "/" + field.getKey(), planted, as));
        } else if (before.isArray()) {
            for (int i = 0; i < before.size(); i++) {
                assertOthersUnchanged(before.get(i), after.get(i), pointer + "/" + i, planted, as);
            }
        } else {
            assertThat(after).as(as + pointer).isEqualTo(before);
        }
    }
}
