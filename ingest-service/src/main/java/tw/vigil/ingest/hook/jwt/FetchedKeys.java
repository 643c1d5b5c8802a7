package tw.vigil.ingest.hook.jwt;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.jose4j.http.SimpleResponse;
import tw.vigil.ingest.hook.WebFetch;

/// A key set that was fetched, in the form that the JOSE library reads.
final class FetchedKeys implements SimpleResponse {
    private static final int LARGEST = 256 * 1024;

    private final String body;

    FetchedKeys(WebFetch web, String location) throws IOException {
        body = new String(web.get(URI.create(location), LARGEST), StandardCharsets.UTF_8);
    }

    @Override
    public int getStatusCode() {
        return 200;
    }

    @Override
    public String getStatusMessage() {
        return "OK";
    }

    @Override
    public Collection<String> getHeaderNames() {
        return List.of();
    }

    @Override
    public List<String> getHeaderValues(String name) {
        return List.of();
    }

    @Override
    public String getBody() {
        return body;
    }
}
