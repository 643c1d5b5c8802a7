package tw.vigil.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// P: Jackson's streaming parser over all tokens of all events, once.
final class TokenWalk implements Runnable {
    private final JsonFactory json = new JsonFactory();
    private final List<byte[]> events;
    private long tokens;

    TokenWalk(List<byte[]> events) {
        this.events = List.copyOf(events);
    }

    @Override
    public void run() {
        long before = tokens;
        for (byte[] event : events) {
            try (JsonParser parser = json.createParser(event)) {
                while (parser.nextToken() != null) {
                    tokens++;
                }
            } catch (IOException e) {
                throw new UncheckedIOException("an event is not JSON: " + e.getMessage(), e);
            }
        }
        if (tokens == before) {
            throw new IllegalStateException("the token walk saw no token");
        }
    }
}
