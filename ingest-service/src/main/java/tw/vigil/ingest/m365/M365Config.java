package tw.vigil.ingest.m365;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Microsoft 365 tenants.
@ConfigMapping(prefix = "vigil.ingest")
interface M365Config {
    /// By a name of the operator's choice.
    Map<String, Tenant> m365Feeds();

    interface Tenant {
        /// Id of the tenant.
        String tenant();

        /// Id of the application that may read the activity feed.
        String clientId();

        /// File with the application's secret; read again for each token.
        Path clientSecretFile();

        /// Id of the source that the records are of.
        String source();

        /// What is read.
        @WithDefault("Audit.AzureActiveDirectory,Audit.Exchange,Audit.SharePoint,Audit.General")
        List<String> contentTypes();

        /// How far back the first start reads; at most seven days.
        @WithDefault("PT24H")
        Duration firstStart();

        /// How often new content is asked for.
        @WithDefault("PT1M")
        Duration interval();

        /// How much of what was asked for already is asked for again, since content may be listed late.
        @WithDefault("PT1H")
        Duration overlap();

        /// Address of the API; another one in national clouds.
        @WithDefault("https://manage.office.com")
        URI api();

        /// Address that hands out tokens; another one in national clouds.
        @WithDefault("https://login.microsoftonline.com")
        URI login();
    }
}
