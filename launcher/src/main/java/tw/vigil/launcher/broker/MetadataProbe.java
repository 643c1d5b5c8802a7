package tw.vigil.launcher.broker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Asks a broker for its metadata in Kafka's own protocol. Twenty bytes on a socket instead of an AdminClient, so that
/// whoever starts a broker needs no Kafka client on its class path.
final class MetadataProbe {

    private static final short METADATA = 3;
    private static final short VERSION = 1;
    private static final int CORRELATION = 7;
    private static final int TIMEOUT_MILLIS = 2_000;

    private MetadataProbe() {}

    /// Whether the broker answers and counts itself among the live brokers.
    static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(2 + 2 + 4 + 2 + 4);
            out.writeShort(METADATA);
            out.writeShort(VERSION);
            out.writeInt(CORRELATION);
            out.writeShort(-1); // no client id
            out.writeInt(0); // no topics, brokers only
            out.flush();
            var in = new DataInputStream(socket.getInputStream());
            in.readInt();
            return in.readInt() == CORRELATION && in.readInt() > 0;
        } catch (IOException _) {
            return false;
        }
    }
}
