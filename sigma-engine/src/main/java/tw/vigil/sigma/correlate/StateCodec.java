package tw.vigil.sigma.correlate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The bytes of a group's state: a version, then variable-length numbers, times as differences.
final class StateCodec {

    private static final int VERSION = 1;
    /// Entries carry fields for correlations of this correlation.
    private static final int WITH_CARRIED = 2;

    /// In place of the number of events not kept: the event made its rule speak and counts no more.
    static final int SPENT = -1;

    private StateCodec() {}

    /// What the bytes of a group say.
    record Decoded(long forgottenBefore, long judgedUpTo, List<Entry> entries, List<Told> told) {}

    static byte[] encode(long forgottenBefore, long judgedUpTo, EventLog log, List<Told> told) {
        var out = new ByteArrayOutputStream(16 + log.size() * 48);
        boolean carries = false;
        for (long i = log.begin(); i < log.end() && !carries; i++) {
            carries = !log.at(i).carried.isEmpty();
        }
        out.write(carries ? WITH_CARRIED : VERSION);
        number(out, forgottenBefore);
        number(out, judgedUpTo);
        number(out, log.size());
        long last = 0;
        for (long i = log.begin(); i < log.end(); i++) {
            var entry = log.at(i);
            number(out, entry.time - last);
            last = entry.time;
            text(out, entry.id);
            number(out, entry.rule);
            number(out, entry.skipped);
            number(out, entry.values.size());
            entry.values.forEach(value -> text(out, value));
            if (carries) {
                carried(out, entry.carried);
            }
        }
        number(out, told.size());
        for (var episode : told) {
            number(out, episode.start());
            number(out, episode.anchor());
            number(out, episode.revision());
            number(out, episode.count());
        }
        return out.toByteArray();
    }

    static Decoded decode(byte[] bytes, Intake intake) {
        var in = new Input(bytes);
        int version = in.octet();
        if (version != VERSION && version != WITH_CARRIED) {
            throw new IllegalArgumentException(
                    "correlation state of version " + version + "; this reads " + VERSION + " and " + WITH_CARRIED);
        }
        long forgottenBefore = in.number();
        long judgedUpTo = in.number();
        List<Entry> entries = new ArrayList<>();
        long last = 0;
        for (long left = in.number(); left > 0; left--) {
            last += in.number();
            var id = in.text();
            int rule = (int) in.number();
            int skipped = (int) in.number();
            var values = in.texts();
            Map<String, List<String>> carried = version == WITH_CARRIED ? in.carried() : Map.of();
            var entry = intake.entry(last, id, rule, values, carried);
            entry.skipped = skipped;
            entries.add(entry);
        }
        List<Told> told = new ArrayList<>();
        for (long left = in.number(); left > 0; left--) {
            told.add(new Told(in.number(), in.number(), (int) in.number(), in.number()));
        }
        return new Decoded(forgottenBefore, judgedUpTo, entries, told);
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
