package tw.vigil.ingest.source.cloudasset;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// Messages of a Cloud Asset feed: what a resource, or its policy, is from now on. They never say who changed it.
@ApplicationScoped
public class AssetFeed implements Source {
    static final String NOT_ASSET_FEED = "not_asset_feed";
    static final String ASSET_EXPORT = "asset_export";

    private static final Pattern PROJECT = Pattern.compile("/projects/([^/]+)");

    @Override
    public String type() {
        return "gcp.asset";
    }

    @Override
    public String product() {
        return "gcp";
    }

    @Override
    public String service() {
        return "cloudasset";
    }

    @Override
    public Set<String> batchFields() {
        return Set.of();
    }

    @Override
    public Set<String> fields() {
        return Set.of(
                "asset.name",
                "asset.updateTime",
                "asset.ancestors[0]",
                "asset.resource.location",
                "window.startTime",
                "priorAssetState");
    }

    @Override
    public Set<String> reasons() {
        return Set.of(NOT_ASSET_FEED, ASSET_EXPORT, TIME_UNREADABLE);
    }

    @Override
    public Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        if (record.has("asset_type") || (record.has("assetType") && record.has("name"))) {
            return new Reading.Rejected(
                    ASSET_EXPORT,
                    "is a line of an asset export: what is, not what changed; accepted is the message of a feed, with"
                            + " asset and window");
        }
        String name = record.text("asset.name");
        if (name == null) {
            return new Reading.Rejected(
                    NOT_ASSET_FEED,
                    "has no asset.name; a message of a Cloud Asset feed has asset, priorAssetState, window");
        }
        var time = Source.time(record.firstText("window.startTime", "asset.updateTime"));
        if (time == null) {
            return new Reading.Rejected(
                    TIME_UNREADABLE,
                    "window.startTime or asset.updateTime is absent or no RFC 3339 time; accepted is the form"
                            + " 2026-08-20T10:15:30Z");
        }
        return new Reading.Audit(null, time, name, project(record, name), record.text("asset.resource.location"))
                .orAccount(settings.account());
    }

    private static @Nullable String project(JsonRecord record, String name) {
        var matcher = PROJECT.matcher(name);
        if (matcher.find()) {
            return matcher.group(1);
        }
        String ancestor = record.text("asset.ancestors[0]");
        return ancestor == null ? null : ancestor.substring(ancestor.lastIndexOf('/') + 1);
    }
}
