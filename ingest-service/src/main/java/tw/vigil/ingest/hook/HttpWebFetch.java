package tw.vigil.ingest.hook;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Over the network. A proxy is taken from the JVM's settings.
@ApplicationScoped
class HttpWebFetch implements WebFetch {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final long WHOLE_MILLIS = 4000;
    private static final int OK = 200;

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();

    @Override
    public byte[] get(URI address, int most) throws IOException {
        var request = HttpRequest.newBuilder(address).GET().build();
        var pending = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), most));
        try {
            var response = pending.get(WHOLE_MILLIS, TimeUnit.MILLISECONDS);
            if (response.statusCode() != OK) {
                throw new IOException("answered " + response.statusCode());
            }
            return response.body();
        } catch (ExecutionException e) {
            throw new IOException("not fetched", e.getCause());
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw new IOException("not fetched within " + WHOLE_MILLIS + " ms", e);
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("stopped", e);
        }
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }
}
