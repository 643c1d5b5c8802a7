package tw.vigil.alert.alerts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tw.vigil.event.Finding;

/// Which findings belong into one alert: those of one rule and one group. A rule without group-by is grouped
/// by cloud account and actor, so that one person's repeated act is one alert and two persons' acts are two.
final class DedupeKey {
    private static final String ACCOUNT = "cloud.account.uid";
    static final String ACTOR = "actor.user.name";

    private DedupeKey() {}

    /// 64 lower-case hex digits.
    static String of(Finding finding) {
        MessageDigest digest = sha256();
        add(digest, finding.rule().id());
        for (Map.Entry<String, String> field : fields(finding).entrySet()) {
            add(digest, field.getKey());
            add(digest, field.getValue());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static SortedMap<String, String> fields(Finding finding) {
        if (!finding.group().isEmpty()) {
            return finding.group();
        }
        var fields = new TreeMap<String, String>();
        for (String name : new String[] {ACCOUNT, ACTOR}) {
            String value = finding.entities().get(name);
            if (value != null) {
                fields.put(name, value);
            }
        }
        return fields;
    }

    /// With its length in front, so that no two lists of texts give the same bytes.
    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(
                java.nio.ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
