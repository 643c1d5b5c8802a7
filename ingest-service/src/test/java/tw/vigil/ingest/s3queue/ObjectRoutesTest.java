package tw.vigil.ingest.s3queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tw.vigil.ingest.intake.Format;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.cloudtrail.CloudTrail;
import tw.vigil.ingest.transport.Feed;

class ObjectRoutesTest {
    private final ObjectRoutes routes = new ObjectRoutes(List.of(
            route("all", null, "", ""),
            route("trail", "logs", "AWSLogs/", ".json.gz"),
            route("flow", "logs", "AWSLogs/111122223333/vpcflowlogs/", ".gz"),
            route("short", "logs", "AWS", "")));

    @Test
    void longestPrefixThatFitsCounts() {
        assertThat(sourceOf("logs", "AWSLogs/111122223333/vpcflowlogs/x.gz")).isEqualTo("flow");
        assertThat(sourceOf("logs", "AWSLogs/111122223333/CloudTrail/x.json.gz"))
                .isEqualTo("trail");
        assertThat(sourceOf("logs", "AWSLogs/readme.txt")).isEqualTo("short");
    }

    @Test
    void otherBucketHasItsOwnRoute() {
        assertThat(sourceOf("other", "AWSLogs/111122223333/vpcflowlogs/x.gz")).isEqualTo("all");
    }

    @Test
    void whatNoRouteFitsIsNotRead() {
        var only = new ObjectRoutes(List.of(route("trail", "logs", "AWSLogs/", ".json.gz")));

        assertThat(only.find(new ObjectRef("logs", "AWSLogs/x.csv", null))).isNull();
        assertThat(only.find(new ObjectRef("logs", "x/AWSLogs/x.json.gz", null)))
                .isNull();
        assertThat(only.find(new ObjectRef("other", "AWSLogs/x.json.gz", null))).isNull();
    }

    private @Nullable String sourceOf(String bucket, String key) {
        var route = routes.find(new ObjectRef(bucket, key, null));
        return route == null ? null : route.content().source().id();
    }

    private static ObjectRoutes.Route route(String id, @Nullable String bucket, String prefix, String suffix) {
        var source = new ConfiguredSource(id, new CloudTrail(), null);
        return new ObjectRoutes.Route(
                bucket, prefix, suffix, new Feed.Content(source, Format.ANY, null, Map.of(), null));
    }
}
