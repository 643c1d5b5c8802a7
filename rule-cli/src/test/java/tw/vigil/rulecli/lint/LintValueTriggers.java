package tw.vigil.rulecli.lint;

import static tw.vigil.rulecli.lint.LintTriggers.RULE;
import static tw.vigil.rulecli.lint.LintTriggers.change;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tw.vigil.rulecli.lint.LintTriggers.Trigger;

/// Changes to search identifiers, values and the condition.
final class LintValueTriggers {
    private static final String REGION = "awsRegion|startswith: ap-";
    private static final String CONDITION = "condition: selection and region and not robot";

    private LintValueTriggers() {}

    static List<Trigger> all() {
        return List.of(
                region(Check.W201, "awsRegion|contains|all: ap-"),
                region(Check.W202, "awsRegion|contains: 12"),
                change(Check.W203, RULE, CONDITION, "condition: selection AND region and not robot"),
                region(Check.W204, "awsRegion|base64offset: ap-"),
                change(Check.W205, RULE, CONDITION, "condition: (selection or not region) and not robot"),
                change(Check.W206, RULE, CONDITION, "condition: selection and not robot"),
                change(Check.W207, RULE, "  robot:\n", "  again:\n    " + REGION + "\n  robot:\n"),
                region(Check.W208, "awsRegion: ' ap-east-2'"),
                region(Check.W209, "awsRegion: '%robots%'"),
                region(Check.W210, "awsRegion|contains: ''"),
                region(Check.W211, "awsRegion|re: '.*east.*'"),
                change(Check.W212, RULE, "      - DeleteTrail\n", "      - DeleteTrail\n      - StopLogging\n"),
                change(Check.W213, RULE, "      - DeleteTrail\n", "      - DeleteTrail\n      - stoplogging\n"),
                change(Check.W214, RULE, CONDITION, "condition: selection and region and not region and not robot"),
                change(Check.W215, RULE, CONDITION, "condition: not selection or (region and robot)"),
                region(Check.W216, "awsRegion: 'ap**2'"),
                region(Check.W217, "awsRegion|contains: 'ap-*'"),
                change(Check.W218, RULE, CONDITION, "condition: selection and region and selection and not robot"),
                region(Check.W219, "awsRegoin|startswith: ap-"),
                change(Check.W220, RULE, "service: cloudtrail", "service: cloudtrial"),
                change(Check.W221, RULE, "product: aws", "product: AWS"),
                region(Check.W222, "eventTime|hour: [1, 2, 3]"),
                region(Check.W223, "awsRegion|re: '.*'"),
                region(Check.W224, "awsRegion|contains|all: [a, p]\n    awsRegion|all|contains: [a, e]"),
                region(Check.I201, "awsRegion|re: east"),
                region(Check.I202, "awsRegion: '*'"),
                region(Check.I203, "awsRegion: 'ap-*'"),
                change(Check.I204, RULE, CONDITION, "condition: all of them"),
                change(Check.I205, RULE, CONDITION, "condition: selection and 1 of reg* and not robot"),
                region(Check.I206, "requestParameters.neverSeen: x"),
                change(Check.I207, RULE, "{product: aws, service: cloudtrail}", "{product: fortigate, service: event}"),
                change(Check.I208, RULE, "{product: aws, service: cloudtrail}", "{category: proxy}"),
                region(Check.I209, "sourceIPAddress|startswith: '10.'"),
                region(Check.I210, "awsRegion: " + many()),
                change(Check.I211, RULE, "  region:\n    " + REGION, "  region: [east]"));
    }

    private static Trigger region(Check check, String item) {
        return change(check, RULE, REGION, item);
    }

    private static String many() {
        return IntStream.range(0, 51).mapToObj(i -> "r" + i).collect(Collectors.joining(", ", "[", "]"));
    }
}
