package tw.vigil.ingest.source.config;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.EventTime;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// What AWS Config tells: that a resource changed (also the form without body of one that is too large), that its
/// compliance changed, how the delivery of snapshots and histories goes; and the configuration items in such files.
/// Names differ by the way they come (`ARN`/`arn`, `awsAccountId`/`accountId`), times too.
@ApplicationScoped
public class AwsConfig implements Source {
    static final String NOT_CONFIG = "not_aws_config";

    private static final String ACCEPTED =
            "; an AWS Config record is a notification with messageType and notificationCreationTime, or a configuration"
                    + " item with resourceType, resourceId and configurationItemCaptureTime";
    private static final Set<String> ITEM_FIELDS = Set.of(
            "resourceType",
            "resourceId",
            "resourceName",
            "ARN",
            "arn",
            "awsAccountId",
            "accountId",
            "awsRegion",
            "configurationItemCaptureTime");

    @Override
    public String type() {
        return "aws.config";
    }

    @Override
    public String product() {
        return "aws";
    }

    @Override
    public String service() {
        return "config";
    }

    @Override
    public Set<String> batchFields() {
        return Set.of("configurationItems", "baseConfigurationItems");
    }

    @Override
    public Set<String> fields() {
        var fields = new HashSet<>(ITEM_FIELDS);
        ITEM_FIELDS.forEach(field -> {
            fields.add("configurationItem." + field);
            fields.add("configurationItemSummary." + field);
        });
        fields.addAll(Set.of(
                "messageType",
                "notificationCreationTime",
                "configRuleName",
                "configRuleARN",
                "configSnapshotId",
                "s3ObjectKey"));
        return fields;
    }

    @Override
    public Set<String> reasons() {
        return Set.of(NOT_CONFIG, TIME_UNREADABLE);
    }

    @Override
    public Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        String message = record.text("messageType");
        if (message == null) {
            return item(record, "", "item", settings);
        }
        if (record.has("logGroup")) {
            return new Reading.Rejected(NOT_CONFIG, "is a batch of CloudWatch Logs" + ACCEPTED);
        }
        if (record.object("configurationItem") != null) {
            return item(record, "configurationItem.", "change", settings);
        }
        if (record.object("configurationItemSummary") != null) {
            return item(record, "configurationItemSummary.", "change", settings);
        }
        if (message.equals("ScheduledNotification")) {
            return new Reading.Control("config_schedule");
        }
        return notification(record, message, settings);
    }

    private static Reading item(JsonRecord record, String prefix, String kind, ConfiguredSource settings) {
        String type = record.text(prefix + "resourceType");
        String resource = record.text(prefix + "resourceId");
        if (type == null || resource == null || !type.contains("::")) {
            return new Reading.Rejected(NOT_CONFIG, "has no resourceType and resourceId" + ACCEPTED);
        }
        Instant time = time(record, prefix + "configurationItemCaptureTime");
        if (time == null) {
            return new Reading.Rejected(
                    TIME_UNREADABLE,
                    prefix + "configurationItemCaptureTime is absent or no time; accepted are the form"
                            + " 2026-08-20T10:15:30.000Z and seconds since 1970");
        }
        String account = record.firstText(List.of(prefix + "awsAccountId", prefix + "accountId"));
        String region = record.text(prefix + "awsRegion");
        String arn = record.firstText(List.of(prefix + "ARN", prefix + "arn"));
        return new Reading.Audit(
                String.join("/", kind, text(account), text(region), type, resource, time.toString()),
                time,
                arn != null ? arn : type + "/" + resource,
                account != null ? account : settings.account(),
                region);
    }

    private static Reading notification(JsonRecord record, String message, ConfiguredSource settings) {
        Instant time = time(record, "notificationCreationTime");
        if (time == null) {
            return new Reading.Rejected(
                    TIME_UNREADABLE,
                    "notificationCreationTime is absent or no time; accepted is the form 2026-08-20T10:15:30.000Z");
        }
        String account = record.firstText(List.of("awsAccountId", "accountId"));
        String rule = record.firstText(List.of("configRuleARN", "configRuleName"));
        String resource = record.text("resourceId");
        String object = record.firstText(List.of("s3ObjectKey", "configSnapshotId"));
        String region = record.text("awsRegion");
        return new Reading.Audit(
                account == null && object == null
                        ? null
                        : String.join(
                                "/",
                                message,
                                text(account),
                                text(region),
                                text(rule),
                                text(resource),
                                text(object),
                                time.toString()),
                time,
                resource != null ? resource : object,
                account != null ? account : settings.account(),
                region);
    }

    private static @Nullable Instant time(JsonRecord record, String path) {
        Instant written = EventTime.utc(record.text(path));
        return written != null ? written : EventTime.epochSeconds(record.number(path));
    }

    private static String text(@Nullable String text) {
        return text == null ? "-" : text;
    }
}
