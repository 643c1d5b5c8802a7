package tw.vigil.ingest.hook;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A web of a few pages; it remembers what was asked for.
public final class KnownWeb implements WebFetch {
    private final Map<String, byte[]> pages = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    public KnownWeb with(String address, byte[] page) {
        pages.put(address, page);
        return this;
    }

    public void without(String address) {
        pages.remove(address);
    }

    public List<String> asked() {
        return asked;
    }

    @Override
    public synchronized byte[] get(URI address, int most) throws IOException {
        asked.add(address.toString());
        byte[] page = pages.get(address.toString());
        if (page == null || page.length > most) {
            throw new IOException("not there");
        }
        return page;
    }
}
