package tw.vigil.launcher.database;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Knocks at a PostgreSQL server as `pg_isready` does: a server that asks for a password is ready, one that
/// answers with an error is still starting or recovering.
final class StartupProbe {

    private static final int PROTOCOL_3 = 3 << 16;
    private static final int TIMEOUT_MILLIS = 2_000;

    private StartupProbe() {}

    static boolean answers(int port, String user) {
        byte[] parameters = ("user\0" + user + "\0database\0" + user + "\0\0").getBytes(StandardCharsets.UTF_8);
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(4 + 4 + parameters.length);
            out.writeInt(PROTOCOL_3);
            out.write(parameters);
            out.flush();
            return new DataInputStream(socket.getInputStream()).readByte() == 'R';
        } catch (IOException _) {
            return false;
        }
    }
}
