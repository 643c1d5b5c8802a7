package tw.vigil.ingest.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How large and how nested what comes in may be.
@ConfigMapping(prefix = "vigil.ingest.limits")
interface LimitsConfig {
    /// Largest record in bytes; larger ones go to quarantine, cut.
    @WithDefault("1048576")
    int recordBytes();

    /// Largest envelope in bytes, such as an SNS message or a batch of CloudWatch Logs that holds many records.
    @WithDefault("16777216")
    int envelopeBytes();

    /// How many bytes of a record that is too large are kept in quarantine.
    @WithDefault("65536")
    int keptBytes();

    /// Deepest nesting of objects and arrays in a record.
    @WithDefault("100")
    int depth();

    /// Largest body or file in bytes, as sent.
    @WithDefault("67108864")
    long bodyBytes();

    /// Largest body or file in bytes, after decompression.
    @WithDefault("1073741824")
    long unzippedBytes();

    /// Most bytes that one compressed byte may become, judged from 1 MiB of content on.
    @WithDefault("200")
    int compressionRatio();
}
