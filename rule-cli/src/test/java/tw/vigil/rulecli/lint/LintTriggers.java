package tw.vigil.rulecli.lint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A pack in which lint finds nothing, and for each check the one change that makes it speak.
final class LintTriggers {
    static final String RULE = "packs/trail_stopped.yml";
    static final String EVENTS = "packs/trail_stopped.events.yml";
    static final String COUNT = "packs/stopped_often.yml";
    static final String COUNT_EVENTS = "packs/stopped_often.events.yml";
    static final String FILTER = "packs/not_the_robot.yml";
    static final String MAPPING = "field-mappings/aws-cloudtrail.yml";
    static final String WATCH_LIST = "watch-lists/robots.yml";

    private static final String METADATA = """
            status: test
            description: Somebody stopped a trail.
            author: Vigil
            date: 2026-11-20
            modified: 2026-11-21
            falsepositives: [Work on the trail, with a ticket]
            level: high
            related: [{id: 11111111-2222-4333-8444-000000000009, type: derived}]
            vigil: {key: T-KEY, title-zh: 停止, description-zh: 有人停止軌跡。, unit: SOC, playbook: P1}
            """;
    private static final String CASES = """
            - name: stopped
              fires: true
              source: aws.cloudtrail
              events: [{eventName: StopLogging, awsRegion: ap-east-2, eventTime: "2026-08-20T10:00:00Z"}, \
            {eventName: StopLogging, awsRegion: ap-east-2, eventTime: "2026-08-20T10:00:01Z"}]
            - name: stopped elsewhere
              fires: true
              source: aws.cloudtrail
              events: [{eventName: StopLogging, awsRegion: ap-east-1, eventTime: "2026-08-20T10:00:00Z"}]
            - name: started
              fires: false
              source: aws.cloudtrail
              events: [{eventName: StartLogging, awsRegion: ap-east-2}]
            - name: listed
              fires: false
              source: aws.cloudtrail
              events: [{eventName: ListTrails, awsRegion: ap-east-2}]
            """;

    /// @param changes file → text before → text after; a null text before writes the file anew
    record Trigger(Check check, Map<String, List<String>> changes) {
        @Override
        public String toString() {
            return check.name();
        }
    }

    private LintTriggers() {}

    static Map<String, String> clean() {
        var files = new LinkedHashMap<String, String>();
        files.put(
                RULE,
                "title: Trail stopped\nid: 11111111-2222-4333-8444-000000000001\n"
                        + METADATA.replace("T-KEY", "T-01")
                        + """
                tags: [cnfa.art8.3.1, attack.t1685.002, ccm.log-02]
                logsource: {product: aws, service: cloudtrail}
                detection:
                  selection:
                    eventName:
                      - StopLogging
                      - DeleteTrail
                  region:
                    awsRegion|startswith: ap-
                  robot:
                    userIdentity.userName|expand: '%robots%'
                  condition: selection and region and not robot
                """);
        files.put(EVENTS, CASES);
        files.put(COUNT, """
                title: Trail stopped, part of a count
                id: 11111111-2222-4333-8444-000000000002
                name: stop
                logsource: {product: aws, service: cloudtrail}
                detection:
                  selection:
                    eventName: StopLogging
                  condition: selection
                ---
                title: Trail deleted, part of a count
                id: 11111111-2222-4333-8444-000000000003
                name: delete
                logsource: {product: aws, service: cloudtrail}
                detection:
                  selection:
                    eventName: DeleteTrail
                  condition: selection
                ---
                title: Trails stopped often
                id: 11111111-2222-4333-8444-000000000004
                """ + METADATA.replace("T-KEY", "T-02") + """
                tags: [cnfa.art8.3.1, attack.t1685.002, ccm.log-02]
                correlation:
                  type: event_count
                  rules: [stop, delete]
                  group-by: [awsRegion, who]
                  timespan: 5m
                  aliases:
                    who:
                      stop: userIdentity.userName
                      delete: userIdentity.userName
                  condition: {gte: 2}
                """);
        files.put(COUNT_EVENTS, CASES);
        files.put(FILTER, """
                title: Not the robot
                id: 11111111-2222-4333-8444-000000000005
                logsource: {product: aws, service: cloudtrail}
                filter:
                  rules: [11111111-2222-4333-8444-000000000001]
                  robot:
                    userIdentity.userName: deploy-robot
                  condition: not robot
                """);
        files.put(MAPPING, "logsource: {product: aws, service: cloudtrail}\nocsf:\n  api.operation: [eventName]\n");
        files.put(WATCH_LIST, "name: robots\nvalues: [ci, cd]\n");
        return files;
    }

    static List<Trigger> all() {
        var all = new ArrayList<Trigger>();
        all.addAll(rejected());
        all.addAll(metadata());
        all.addAll(LintValueTriggers.all());
        all.addAll(correlations());
        all.addAll(files());
        return all;
    }

    private static String text(String file) {
        return clean().getOrDefault(file, "");
    }

    static Trigger change(Check check, String file, String before, String after) {
        return new Trigger(check, Map.of(file, List.of(before, after)));
    }

    static Trigger add(Check check, String file, String text) {
        return new Trigger(check, Map.of(file, List.of("", text)));
    }

    private static List<Trigger> rejected() {
        return List.of(
                change(Check.E001, RULE, "detection:", "detections:"),
                change(Check.E002, EVENTS, "fires: true", "fires: maybe"),
                change(Check.E003, RULE, "title: Trail stopped", "title: [Trail stopped"),
                change(Check.E010, RULE, "level: high", "level: severe"),
                change(Check.E011, RULE, "{product: aws,", "{product: [aws],"),
                change(Check.E012, RULE, "startswith", "startwith"),
                change(Check.E013, RULE, "|startswith: ap-", "|gte: many"),
                change(Check.E014, RULE, "not robot", "not robt"),
                change(Check.E015, COUNT, "type: event_count", "type: event_sum"),
                change(Check.E016, FILTER, "rules: [11111111-2222-4333-8444-000000000001]", "rules: {a: b}"),
                change(Check.E017, RULE, "%robots%", "%robotts%"),
                change(Check.E018, MAPPING, "ocsf:\n  api.operation: [eventName]", "ocsf: 5"));
    }

    private static List<Trigger> metadata() {
        return List.of(
                change(Check.W101, RULE, "id: 11111111-2222-4333-8444-000000000001\n", ""),
                change(Check.W102, RULE, "key: T-01, ", ""),
                change(Check.W103, RULE, "cnfa.art8.3.1, ", ""),
                change(Check.W104, RULE, "cnfa.art8.3.1", "cnfa.art8.99.1"),
                change(Check.W105, RULE, "unit: SOC", "unit: NOBODY"),
                change(Check.W106, RULE, "playbook: P1", "playbook: P99"),
                change(Check.W107, RULE, "[Work on the trail, with a ticket]", "[Unknown]"),
                change(Check.W108, RULE, "falsepositives: [Work on the trail, with a ticket]\n", ""),
                change(Check.W109, RULE, "title-zh: 停止, ", ""),
                change(Check.W110, RULE, "description: Somebody stopped a trail.\n", ""),
                add(Check.W111, "packs/unproven.yml", text(RULE)),
                change(Check.W112, EVENTS, "fires: false", "fires: true"),
                change(Check.W113, COUNT, "key: T-02", "key: T-01"),
                change(Check.W114, COUNT, "title: Trails stopped often", "title: Trail stopped"),
                change(Check.W115, RULE, "level: high\n", ""),
                change(Check.W116, RULE, "attack.t1685.002, ", ""),
                change(Check.W117, RULE, "attack.t1685.002", "attack.t16850"),
                add(Check.W118, "watch-lists/approved_ports.yml", "name: approved_ports\nvalues: ['1']\n"),
                change(Check.W119, RULE, "description-zh: 有人停止軌跡。, ", ""),
                change(Check.W120, RULE, "date: 2026-11-20", "date: 2026/11/20"),
                change(Check.W121, RULE, "modified: 2026-11-21", "modified: 2026-11-19"),
                change(Check.W122, RULE, "ccm.log-02]", "ccm.log-02, ccm.log-02]"),
                change(Check.W123, RULE, "type: derived", "type: obsoletes"),
                change(Check.W124, RULE, "falsepositives:", "falsepositive:"),
                change(Check.W125, RULE, "status: test", "status: deprecated"),
                change(Check.W126, RULE, "ccm.log-02", "ccm.logging"),
                change(Check.I101, RULE, "status: test\n", ""),
                change(Check.I102, RULE, "author: Vigil\n", ""),
                change(Check.I103, RULE, "date: 2026-11-20\nmodified: 2026-11-21\n", ""),
                change(Check.I104, RULE, "title: Trail stopped", "title: Trail stopped."),
                change(Check.I105, RULE, "title: Trail stopped", "title: " + "long ".repeat(21) + "end"),
                change(Check.I106, RULE, "ccm.log-02", "colour.blue"));
    }

    private static List<Trigger> correlations() {
        return List.of(
                change(Check.W301, COUNT, "timespan: 5m", "timespan: 1w"),
                change(Check.W302, COUNT, "timespan: 5m", "timespan: 1M"),
                change(Check.W303, COUNT, "timespan: 5m", "timespan: 31d"),
                change(Check.W304, COUNT, "[awsRegion, who]", "[awsRegoin, who]"),
                change(Check.W305, COUNT, """
                          rules: [stop, delete]
                          group-by: [awsRegion, who]
                          timespan: 5m
                          aliases:
                            who:
                              stop: userIdentity.userName
                              delete: userIdentity.userName
                          condition: {gte: 2}
                        """, """
                          rules: [stop]
                          group-by: [awsRegion]
                          timespan: 5m
                          condition: {gte: 1}
                        """),
                change(
                        Check.W306,
                        COUNT,
                        "type: event_count\n  rules: [stop, delete]",
                        "type: temporal\n  rules: [stop]"),
                change(Check.W307, COUNT, "[awsRegion, who]", "[awsRegion]"),
                change(Check.W308, COUNT, "rules: [stop, delete]", "rules: [stop]"),
                change(Check.W309, COUNT, "rules: [stop, delete]", "rules: [stop, delete, stop]"),
                change(Check.W310, COUNT, "[awsRegion, who]", "[awsRegion, who, awsRegion]"),
                change(Check.W311, COUNT, "{gte: 2}", "{gte: 5, lte: 3}"),
                add(
                        Check.W312,
                        "packs/ungrouped.yml",
                        text(COUNT)
                                .replace("  group-by: [awsRegion, who]\n", "")
                                .replace("vigil: {", "vigil: {null-group: true, ")),
                add(
                        Check.W313,
                        "packs/then.yml",
                        text(COUNT).replace("title: Trails stopped often", "title: Often\nname: often") + """
                                ---
                                title: Often, then deleted
                                correlation:
                                  type: temporal_ordered
                                  rules: [often, delete]
                                  group-by: [awsRegion]
                                  timespan: 5m
                                """),
                change(Check.W321, FILTER, "-000000000001]", "-000000000099]"),
                change(Check.W322, FILTER, "condition: not robot", "condition: robot"),
                change(Check.W323, FILTER, "service: cloudtrail", "service: other"),
                change(Check.I301, COUNT, "  group-by: [awsRegion, who]\n", ""),
                change(Check.I302, COUNT, "{gte: 2}", "{lt: 2}"),
                change(Check.I303, COUNT, "vigil: {", "vigil: {refire: every, "));
    }

    private static List<Trigger> files() {
        return List.of(
                change(Check.W401, EVENTS, "name: stopped elsewhere", "name: stopped"),
                change(
                        Check.W402,
                        EVENTS,
                        "eventName: ListTrails, awsRegion: ap-east-2}",
                        "eventName: StopLogging, awsRegion: ap-east-1, eventTime: \"2026-08-20T10:00:00Z\"}"),
                change(Check.W403, EVENTS, "source: aws.cloudtrail", "source: kubernetes.audit"),
                change(Check.W404, COUNT_EVENTS, ", eventTime: \"2026-08-20T10:00:01Z\"", ""),
                add(Check.W405, "packs/nothing.events.yml", text(EVENTS)),
                change(Check.W406, WATCH_LIST, "[ci, cd]", "[]"),
                change(Check.W407, WATCH_LIST, "[ci, cd]", "[ci, ci]"),
                add(Check.W408, "packs/again.yml", text(RULE)),
                change(Check.I401, RULE, "level: high\n", "level: high  \n"),
                change(Check.I402, FILTER, "condition: not robot\n", "condition: not robot"),
                add(Check.I403, "packs/Odd-Name.yml", text(RULE)));
    }
}
