package tw.vigil.alert.notify;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.server.AbstractServer;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.HashMap;
import java.util.Map;

/// A mail server on loopback of which no connection outlives [#stop()].
///
/// GreenMail's own leaves one open that it accepts while it stops, and the service would go on delivering into a
/// server that no test reads.
final class MailServer extends GreenMail {

    private MailServer(int port) {
        super(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    }

    static MailServer start(int port) {
        var server = new MailServer(port);
        server.start();
        return server;
    }

    @Override
    protected Map<String, AbstractServer> createServices(ServerSetup[] setups, Managers managers) {
        var services = new HashMap<String, AbstractServer>();
        for (ServerSetup setup : setups) {
            services.put(setup.getProtocol(), new Smtp(setup, managers));
        }
        return services;
    }

    private static final class Smtp extends SmtpServer {
        Smtp(ServerSetup setup, Managers managers) {
            super(setup, managers);
        }

        @Override
        protected void handleClientSocket(Socket client) throws SocketException {
            super.handleClientSocket(client);
            // Whoever stops the server closes the connections it knows; this one it may not have known.
            if (!keepOn()) {
                close(client);
            }
        }

        private static void close(Socket client) {
            try {
                client.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
