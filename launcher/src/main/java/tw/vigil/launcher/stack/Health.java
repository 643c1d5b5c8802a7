package tw.vigil.launcher.stack;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/// Asks a service how it is.
public final class Health {

    private static final int TIMEOUT_MILLIS = 2_000;

    private Health() {}

    /// Whether the service answers and is well. It may still wait for others, or have work to catch up with.
    public static boolean live(int port) {
        return status(port, "live") == HttpURLConnection.HTTP_OK;
    }

    /// Whether the service says that it can do its work and has caught up.
    public static boolean ready(int port) {
        return status(port, "ready") == HttpURLConnection.HTTP_OK;
    }

    private static int status(int port, String check) {
        try {
            var url = URI.create("http://127.0.0.1:" + port + "/q/health/" + check)
                    .toURL();
            var connection = (HttpURLConnection) url.openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try {
                return connection.getResponseCode();
            } finally {
                connection.disconnect();
            }
        } catch (IOException _) {
            return -1;
        }
    }
}
