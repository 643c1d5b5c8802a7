package tw.vigil.ingest.otlp;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// OTLP over HTTP.
@ConfigMapping(prefix = "vigil.ingest.otlp")
interface OtlpConfig {
    /// Largest request, as sent and after decompression; it is held whole.
    @WithDefault("16777216")
    int bodyBytes();
}
