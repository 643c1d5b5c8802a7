package tw.vigil.sigma.correlate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tw.vigil.sigma.correlate.GroupState.Told;

/// The bytes of a group's state: a version, then variable-length numbers, times as differences.
final class StateCodec {

    private static final int VERSION = 1;
    /// Entries carry fields for correlations of this correlation.
    private static final int WITH_CARRIED = 2;

    private StateCodec() {}

    static byte[] encode(GroupState state) {
        var out = new ByteArrayOutputStream(16 + state.entries.size() * 48);
        boolean carries =
                state.entries.stream().anyMatch(entry -> !entry.carried().isEmpty());
        out.write(carries ? WITH_CARRIED : VERSION);
        number(out, state.forgottenBefore);
        number(out, state.judgedUpTo);
        number(out, state.entries.size());
        long last = 0;
        for (var entry : state.entries) {
            number(out, entry.time() - last);
            last = entry.time();
            text(out, entry.id());
            number(out, entry.rule());
            number(out, entry.skipped());
            number(out, entry.values().size());
            entry.values().forEach(value -> text(out, value));
            if (carries) {
                carried(out, entry.carried());
            }
        }
        number(out, state.told.size());
        for (var told : state.told) {
            number(out, told.start());
            number(out, told.anchor());
            number(out, told.revision());
            number(out, told.count());
        }
        return out.toByteArray();
    }

    static GroupState decode(byte[] bytes) {
        var in = new Input(bytes);
        int version = in.octet();
        if (version != VERSION && version != WITH_CARRIED) {
            throw new IllegalArgumentException(
                    "correlation state of version " + version + "; this reads " + WITH_CARRIED);
        }
        var state = new GroupState();
        state.forgottenBefore = in.number();
        state.judgedUpTo = in.number();
        int entries = (int) in.number();
        long last = 0;
        for (int i = 0; i < entries; i++) {
            last += in.number();
            var id = in.text();
            int rule = (int) in.number();
            int skipped = (int) in.number();
            var values = in.texts();
            Map<String, List<String>> carried = version == WITH_CARRIED ? in.carried() : Map.of();
            state.entries.add(new Entry(last, id, rule, values, skipped, carried));
        }
        int told = (int) in.number();
        for (int i = 0; i < told; i++) {
            state.told.add(new Told(in.number(), in.number(), (int) in.number(), in.number()));
        }
        return state;
    }

    static void carried(ByteArrayOutputStream out, Map<String, List<String>> fields) {
        number(out, fields.size());
        fields.forEach((name, values) -> {
            text(out, name);
            number(out, values.size());
            values.forEach(value -> text(out, value));
        });
    }

    static void number(ByteArrayOutputStream out, long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    static void text(ByteArrayOutputStream out, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length);
        out.writeBytes(bytes);
    }

    static final class Input {
        private final byte[] bytes;
        private int at;

        Input(byte[] bytes) {
            this.bytes = bytes;
        }

        int octet() {
            return bytes[at++] & 0xFF;
        }

        long number() {
            long value = 0;
            int shift = 0;
            int octet;
            do {
                octet = octet();
                value |= (long) (octet & 0x7F) << shift;
                shift += 7;
            } while ((octet & 0x80) != 0);
            return (value >>> 1) ^ -(value & 1);
        }

        List<String> texts() {
            int count = (int) number();
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                texts.add(text());
            }
            return List.copyOf(texts);
        }

        Map<String, List<String>> carried() {
            int count = (int) number();
            Map<String, List<String>> fields = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                fields.put(text(), texts());
            }
            return fields;
        }

        String text() {
            int length = (int) number();
            at += length;
            return new String(bytes, at - length, length, StandardCharsets.UTF_8);
        }
    }
}
