package tw.vigil.ingest.source.github;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tw.vigil.ingest.record.JsonRecord;
import tw.vigil.ingest.source.ConfiguredSource;
import tw.vigil.ingest.source.LogSource;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;

/// GitHub's audit log, as it is streamed or as the API answers it, and the deliveries of its webhooks.
@ApplicationScoped
public class GitHub implements Source {
    static final String NOT_GITHUB = "not_github";
    static final String EVENT_HEADER = "x-github-event";
    static final String DELIVERY_HEADER = "x-github-delivery";

    private static final Pattern EVENT = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    @Override
    public String type() {
        return "github.audit";
    }

    @Override
    public String product() {
        return "github";
    }

    @Override
    public String service() {
        return "audit";
    }

    @Override
    public Set<String> batchFields() {
        return Set.of();
    }

    @Override
    public Set<String> fields() {
        return Set.of(
                "@timestamp",
                "created_at",
                "_document_id",
                "action",
                "actor",
                "org",
                "business",
                "repo",
                "zen",
                "hook_id",
                "repository.full_name",
                "repository.owner.login",
                "organization.login",
                "enterprise.slug");
    }

    @Override
    public Set<String> reasons() {
        return Set.of(NOT_GITHUB, TIME_UNREADABLE);
    }

    @Override
    public Reading read(JsonRecord record, boolean batched, ConfiguredSource settings) {
        String event = record.hint(EVENT_HEADER);
        if ("ping".equals(event) || (record.text("zen") != null && record.number("hook_id") != null)) {
            return new Reading.Control("github_ping");
        }
        boolean delivery = event != null
                || record.object("repository") != null
                || record.object("organization") != null
                || record.object("sender") != null
                || record.object("installation") != null;
        return delivery ? webhook(record, event, settings) : audit(record, settings);
    }

    private static Reading audit(JsonRecord record, ConfiguredSource settings) {
        boolean line = record.has("@timestamp") || record.has("_document_id") || record.text("actor") != null;
        if (!line || record.text("action") == null) {
            return new Reading.Rejected(
                    NOT_GITHUB,
                    "is no line of the audit log, which has action and @timestamp, and no webhook delivery, which has"
                            + " repository, organization or sender");
        }
        Instant time = time(record, "@timestamp");
        Instant when = time != null ? time : time(record, "created_at");
        if (when == null) {
            return new Reading.Rejected(
                    TIME_UNREADABLE, "@timestamp is absent or no number; accepted are milliseconds since 1970");
        }
        String repository = record.text("repo");
        String organisation = record.firstText("org", "business");
        return new Reading.Audit(
                        record.text("_document_id"),
                        when,
                        repository != null ? repository : organisation,
                        organisation,
                        null)
                .orAccount(settings.account());
    }

    /// A payload has no time of its own event (`updated_at` may be that of something years old), but GitHub delivers at
    /// once: what happened, happened now. Only the transport knows the event's name.
    private static Reading webhook(JsonRecord record, @Nullable String event, ConfiguredSource settings) {
        String category = event != null && EVENT.matcher(event).matches() ? event : null;
        String repository = record.text("repository.full_name");
        String owner = repository == null ? null : repository.substring(0, Math.max(repository.indexOf('/'), 0));
        String named = record.firstText("organization.login", "repository.owner.login", "enterprise.slug");
        String organisation = named != null || owner == null || owner.isEmpty() ? named : owner;
        return new Reading.Audit(
                        record.hint(DELIVERY_HEADER),
                        Instant.now(),
                        repository != null ? repository : organisation,
                        organisation,
                        null,
                        new LogSource("github", "webhook", category))
                .orAccount(settings.account());
    }

    private static @Nullable Instant time(JsonRecord record, String field) {
        String millis = record.number(field);
        try {
            return millis == null
                    ? Source.time(record.text(field))
                    : Instant.ofEpochMilli(new BigDecimal(millis).longValueExact());
        } catch (ArithmeticException | DateTimeException _) {
            return null;
        }
    }
}
