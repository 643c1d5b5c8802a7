package tw.vigil.alert.notify;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.Finding.Reason;

/// Writes a notification as a mail, in zh-TW and English. Every value that came from an event is kept to one
/// bounded line, so that none can forge a header or a line of the text.
final class MailText {
    private static final int MAX_SUBJECT = 180;
    private static final int MAX_VALUE = 500;
    private static final int MAX_EVENTS = 20;
    private static final ZoneId TAIPEI = ZoneId.of("Asia/Taipei");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(TAIPEI);
    private static final Map<String, String> LEVELS =
            Map.of("critical", "嚴重", "high", "高", "medium", "中", "low", "低", "informational", "資訊");

    private MailText() {}

    static String subject(Notification notification) {
        Notification.Data alert = notification.data();
        String level =
                LEVELS.getOrDefault(alert.level(), "") + " " + alert.level().toUpperCase(Locale.ROOT);
        String titles = alert.titleZh() == null ? alert.title() : alert.titleZh() + " / " + alert.title();
        String more = grouped(notification) ? "(+" + alert.newEvents() + ") " : "";
        String text = "[Vigil][" + level.strip() + "] " + more + alert.rule().label() + " " + titles;
        return cut(line(text), MAX_SUBJECT) + " " + alert.alertId();
    }

    static String body(Notification notification) {
        Notification.Data alert = notification.data();
        var text = new StringBuilder();
        if (alert.titleZh() != null) {
            add(text, alert.titleZh());
        }
        add(text, alert.title());
        add(text, "");
        if (grouped(notification)) {
            add(text, "靜默期間新增事件 / New events since the last message: " + alert.newEvents());
        }
        pair(text, "告警 / Alert", alert.alertId());
        pair(text, "等級 / Level", LEVELS.getOrDefault(alert.level(), "") + " / " + alert.level());
        pair(text, "規則 / Rule", alert.rule().label());
        pair(text, "條文 / Clauses", String.join(", ", alert.clauses()));
        pair(text, "負責單位 / Responsible unit", alert.unit());
        pair(text, "副知 / Copies", String.join(", ", alert.copies()));
        pair(text, "處置程序 / Playbook", alert.rule().playbook());
        pair(text, "事件數 / Events", Long.toString(alert.count()));
        pair(text, "首次 / First (Asia/Taipei)", time(alert.firstEvent()));
        pair(text, "最近 / Last (Asia/Taipei)", time(alert.lastEvent()));
        pair(text, "接續 / Continues", alert.linkedTo());
        pair(text, "連結 / Link", alert.link());
        pairs(text, "分組 / Group", alert.group());
        pairs(text, "對象 / Entities", alert.entities());
        reasons(text, alert.reasons());
        events(text, alert);
        section(text, "說明 / Description");
        add(text, alert.rule().descriptionZh());
        add(text, alert.rule().description());
        return text.toString();
    }

    private static void reasons(StringBuilder text, List<Reason> reasons) {
        if (reasons.isEmpty()) {
            return;
        }
        section(text, "觸發原因 / Why it fired");
        for (Reason reason : reasons) {
            String actual = reason.actual() == null ? "" : " ← " + reason.actual();
            add(text, "- " + reason.selection() + ": " + reason.field() + " = " + reason.expected() + actual);
        }
    }

    private static void events(StringBuilder text, Notification.Data alert) {
        if (alert.events().isEmpty()) {
            return;
        }
        section(text, "相關事件 / Contributing events (id, SHA-256)");
        List<Notification.Event> newest = alert.events()
                .subList(
                        Math.max(0, alert.events().size() - MAX_EVENTS),
                        alert.events().size());
        newest.forEach(event -> add(text, "- " + event.id() + " " + event.rawSha256()));
        if (newest.size() < alert.count()) {
            add(text, "- … " + newest.size() + " / " + alert.count());
        }
    }

    private static boolean grouped(Notification notification) {
        return notification.type().equals("alert.grouped");
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }

    private static void pairs(StringBuilder text, String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            section(text, name);
            values.forEach((key, value) -> pair(text, "- " + key, value));
        }
    }

    private static void section(StringBuilder text, String name) {
        text.append('\n').append(name).append('\n');
    }

    private static void pair(StringBuilder text, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            add(text, name + ": " + value);
        }
    }

    private static void add(StringBuilder text, @Nullable String value) {
        if (value != null) {
            text.append(cut(line(value), MAX_VALUE)).append('\n');
        }
    }

    /// Without control characters, line separators and invisible direction marks.
    private static String line(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
    }

    private static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
        return text.substring(0, end) + "…";
    }
}
