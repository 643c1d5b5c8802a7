package tw.vigil.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import tw.vigil.launcher.process.Ports;

class MailServerTest {
    private static final int ENOUGH_TO_MEET_THE_MOMENT = 50;
    private static final int WAIT_MILLIS = 5_000;

    @Test
    void connectionsMadeWhileItStopsEndToo() throws IOException, InterruptedException, ExecutionException {
        int port = Ports.free();
        for (int round = 0; round < ENOUGH_TO_MEET_THE_MOMENT; round++) {
            var server = MailServer.start(port);
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                var connecting = executor.submit(() -> connections(port));
                server.stop();
                for (Socket socket : connecting.get()) {
                    assertThat(ends(socket)).as("round %d", round).isTrue();
                }
            }
        }
    }

    private static List<Socket> connections(int port) {
        var sockets = new ArrayList<Socket>();
        try {
            while (sockets.size() < 20) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
        } catch (IOException e) {
            // The server stopped, which is what we wait for.
        }
        return sockets;
    }

    private static boolean ends(Socket socket) throws IOException {
        try (socket) {
            socket.setSoTimeout(WAIT_MILLIS);
            while (socket.getInputStream().read() >= 0) {
                // its greeting
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true; // reset
        }
    }
}
