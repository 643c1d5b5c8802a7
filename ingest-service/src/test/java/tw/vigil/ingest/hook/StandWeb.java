package tw.vigil.ingest.hook;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import tw.vigil.ingest.hook.sns.SnsMessages;

/// The addresses of SNS, out of a folder; all others over the network, as in production.
@Mock
@ApplicationScoped
class StandWeb implements WebFetch {
    private final HttpWebFetch network;
    private final Optional<Path> folder;

    StandWeb(HttpWebFetch network, @ConfigProperty(name = "test.hooks-dir") Optional<Path> folder) {
        this.network = network;
        this.folder = folder;
    }

    @Override
    public byte[] get(URI address, int most) throws IOException {
        if (folder.isPresent() && address.toString().equals(SnsMessages.CERTIFICATE)) {
            return Files.readAllBytes(folder.get().resolve("sns.pem"));
        }
        if (folder.isPresent() && address.toString().equals(SnsMessages.CONFIRMATION)) {
            Files.writeString(folder.get().resolve("confirmed"), address.toString());
            return new byte[0];
        }
        return network.get(address, most);
    }
}
