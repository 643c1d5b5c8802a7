package tw.vigil.alert.console;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Addresses of the style sheet and the script. They carry a hash of the content, so that a browser may cache them and
/// still never uses those of an older release.
@ApplicationScoped
class Assets {
    private final String stylesheet = address("/assets/console.css");
    private final String script = address("/assets/console.js");

    String stylesheet() {
        return stylesheet;
    }

    String script() {
        return script;
    }

    private static String address(String path) {
        try (var in = Assets.class.getResourceAsStream("/META-INF/resources" + path)) {
            if (in == null) {
                throw new IllegalStateException("the console lacks " + path);
            }
            var hash = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
            return path + "?v=" + HexFormat.of().formatHex(hash, 0, 6);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
