package tw.vigil.ingest.source.syslog;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What stands in front of a syslog message. Every part may be absent: devices leave out what they like.
///
/// @param format `rfc5424`, `rfc3164`, or `none` where a line has no header
/// @param priority facility * 8 + severity
/// @param severityWord a severity that stands as a word where the host belongs
/// @param timestamp as written
/// @param time what it means; null when there is none
/// @param zoned whether the timestamp names its zone, so that `time` is certain
/// @param structuredData of RFC 5424, by element and name
/// @param message what is left
record Header(
        String format,
        @Nullable Integer priority,
        @Nullable String severityWord,
        @Nullable String timestamp,
        @Nullable Instant time,
        boolean zoned,
        @Nullable String host,
        @Nullable String app,
        @Nullable String process,
        @Nullable String messageId,
        Map<String, Map<String, String>> structuredData,
        String message) {
    private static final int HIGHEST_PRIORITY = 191;
    /// In front of the priority, some relays leave the length of a frame (RFC 6587).
    private static final Pattern PRIORITY = Pattern.compile("^(?:\\d{1,7} (?=<))?<(\\d{1,3})>(1 )?");
    private static final Pattern ISO = Pattern.compile(
            "^(\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?)(?= |$)");
    private static final Pattern BSD = Pattern.compile(
            "^[*.]?((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \\d]?\\d(?: \\d{4})? \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?)(?=[ :]|$)");
    private static final Pattern TAG = Pattern.compile("^([^\\s:\\[]{1,128})(?:\\[([^\\]\\s]{1,128})\\])?:(?: |$)");
    private static final Pattern HOST = Pattern.compile("^([^\\s\\[\\]=|{}<>]{0,254}[^\\s\\[\\]=|{}<>:]) +(?:: )?");
    private static final Set<String> SEVERITY_WORDS =
            Set.of("EMERG", "ALERT", "CRIT", "CRITICAL", "ERR", "ERROR", "WARNING", "WARN", "NOTICE", "INFO", "DEBUG");

    Header {
        structuredData = Map.copyOf(structuredData);
    }

    /// Whether the line has a header.
    boolean known() {
        return priority != null || time != null;
    }

    /// @param zone of times that name none
    /// @param received to find the year of times that name none
    static Header of(String line, ZoneId zone, Instant received) {
        Matcher start = PRIORITY.matcher(line);
        Integer priority = null;
        int from = 0;
        if (start.find()) {
            int number = Integer.parseInt(start.group(1));
            if (number <= HIGHEST_PRIORITY) {
                priority = number;
                from = start.end();
                if (start.group(2) != null) {
                    return new Rfc5424(line, from, priority).header();
                }
            }
        }
        return bsd(line.substring(from), priority, zone, received);
    }

    private static Header bsd(String text, @Nullable Integer priority, ZoneId zone, Instant received) {
        String rest = text;
        String timestamp = null;
        Instant time = null;
        boolean zoned = false;
        Matcher iso = ISO.matcher(rest);
        Matcher bsd = BSD.matcher(rest);
        if (iso.find()) {
            timestamp = iso.group(1);
            zoned = Times.namesZone(timestamp);
            time = Times.iso(timestamp, zone);
            rest = afterTime(rest, iso.end());
        } else if (bsd.find()) {
            timestamp = bsd.group(1);
            time = Times.bsd(timestamp, zone, received);
            rest = afterTime(rest, bsd.end());
        }
        if (priority == null && time == null) {
            return new Header("none", null, null, null, null, false, null, null, null, null, Map.of(), text);
        }
        String host = null;
        String severityWord = null;
        if (time != null && !TAG.matcher(rest).find() && !Payload.starts(rest)) {
            Matcher first = HOST.matcher(rest);
            if (first.find()) {
                rest = rest.substring(first.end());
                String word = first.group(1);
                if (SEVERITY_WORDS.contains(word.toUpperCase(Locale.ROOT))) {
                    severityWord = word;
                } else {
                    host = word;
                }
            }
        }
        String app = null;
        String process = null;
        Matcher tag = TAG.matcher(rest);
        if (!Payload.starts(rest) && tag.find()) {
            app = tag.group(1);
            process = tag.group(2);
            rest = rest.substring(tag.end());
        }
        return new Header(
                "rfc3164", priority, severityWord, timestamp, time, zoned, host, app, process, null, Map.of(), rest);
    }

    private static String afterTime(String text, int end) {
        int from = end;
        while (from < text.length() && (text.charAt(from) == ' ' || text.charAt(from) == ':')) {
            from++;
        }
        return text.substring(from);
    }
}
