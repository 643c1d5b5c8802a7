package tw.vigil.ingest.hook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What vendors push over HTTPS, by source.
@ConfigMapping(prefix = "vigil.ingest")
interface HooksConfig {
    /// Folder with one file for each source id; each line of it is a secret of the source's hook. Read again when a
    /// file
    /// changes.
    Optional<Path> hookSecretsDir();

    Memory hooks();

    /// By source id.
    Map<String, Pushed> sources();

    interface Memory {
        /// Most bytes, over all requests, of bodies that must be read as a whole before they can be judged.
        @WithDefault("67108864")
        long bodyBytes();

        /// Certificates in PEM that are trusted to issue SNS's signing certificates, beside the JDK's.
        Optional<Path> authorities();
    }

    interface Pushed {
        Optional<Settings> hook();

        interface Settings {
            /// How the vendor shakes hands and proves itself.
            Kind kind();

            /// SNS: names (ARN) of the topics that may deliver.
            Optional<List<String>> topics();

            /// Event Grid, CloudEvents: origins that may deliver.
            @WithDefault("eventgrid.azure.net")
            List<String> origins();

            /// Okta: header that holds the secret.
            @WithDefault("Authorization")
            String secretHeader();

            /// CloudEvents: header of an HMAC-SHA256 of the body; without it the secret is a bearer token.
            Optional<String> signatureHeader();

            /// Pub/Sub, Event Grid: what the token's `aud` must be.
            Optional<List<String>> audience();

            /// Pub/Sub: the push account, which the token's `email` must be.
            Optional<String> email();

            /// Event Grid: what the token's `appid` or `azp` must be.
            @WithDefault("4962773b-9cdb-44cf-a8bf-237846a00ab7")
            String application();

            /// What the token's `iss` must be; Google's for Pub/Sub.
            Optional<List<String>> issuer();

            /// Address of the issuer's key set; Google's for Pub/Sub.
            Optional<URI> keys();

            /// Kubernetes: subjects (RFC 2253) of client certificates that are taken in place of a token.
            Optional<List<String>> clients();
        }
    }

    /// The vendors.
    enum Kind {
        SNS,
        EVENT_GRID,
        CLOUD_EVENTS,
        PUBSUB,
        GITHUB,
        OKTA,
        FIREHOSE,
        M365,
        KUBERNETES
    }
}
