package tw.vigil.sigma.rule;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tw.vigil.sigma.yaml.YamlNode;
import tw.vigil.sigma.yaml.YamlNode.Mapping;
import tw.vigil.sigma.yaml.YamlNode.Scalar;
import tw.vigil.sigma.yaml.YamlNode.Sequence;

/// The identity of content: what a document says, without comments, layout and quoting style.
public final class ContentHash {

    private ContentHash() {}

    public static String of(YamlNode node) {
        return sha256(canonical(node));
    }

    public static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String canonical(YamlNode node) {
        var out = new StringBuilder();
        write(node, out);
        return out.toString();
    }

    private static void write(YamlNode node, StringBuilder out) {
        switch (node) {
            case Scalar scalar ->
                out.append(scalar.kind().name().charAt(0))
                        .append(scalar.text().length())
                        .append(':')
                        .append(scalar.text());
            case Sequence(var items, var _) -> {
                out.append('[');
                items.forEach(item -> write(item, out));
                out.append(']');
            }
            case Mapping(var entries, var _) -> {
                out.append('{');
                entries.forEach(entry -> {
                    write(entry.key(), out);
                    write(entry.value(), out);
                });
                out.append('}');
            }
        }
    }
}
