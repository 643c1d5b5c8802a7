package tw.vigil.benchmarks;

import java.util.List;
import java.util.random.RandomGenerator;
import tw.vigil.sigma.LogSource;

/// Fields and invented texts for rules of one log source. Some texts occur in many rules, as `\cmd.exe` does, most in
/// one; a few occur in common events, so that rules are found that do not hold.
record CorpusWords(
        RandomGenerator random,
        List<String> fields,
        List<String> longFields,
        String numberField,
        String addressField,
        List<String> common,
        String suffix,
        String root) {
    private static final List<String> SYLLABLES = List.of(
            "ba", "ce", "dra", "fel", "gor", "hin", "jo", "ka", "lim", "mon", "nu", "pra", "qui", "ros", "sta", "tev",
            "ul", "vex", "wy", "zor");

    static CorpusWords of(LogSource source, RandomGenerator random) {
        return "windows".equals(source.product())
                ? new CorpusWords(
                        random,
                        List.of(
                                "Image",
                                "Image",
                                "Image",
                                "ParentImage",
                                "ParentImage",
                                "OriginalFileName",
                                "TargetFilename",
                                "TargetObject",
                                "ImageLoaded",
                                "User"),
                        List.of(
                                "CommandLine",
                                "CommandLine",
                                "CommandLine",
                                "ParentCommandLine",
                                "TargetObject",
                                "Details",
                                "TargetFilename",
                                "Hashes"),
                        "EventID",
                        "DestinationIp",
                        List.of(
                                "cmd",
                                "powershell",
                                "rundll32",
                                "svchost",
                                "wscript",
                                "regsvr32",
                                "explorer",
                                "System32",
                                "AppData",
                                "Temp",
                                "Users",
                                "Microsoft"),
                        ".exe",
                        "C:\\")
                : new CorpusWords(
                        random,
                        List.of(
                                "eventName",
                                "eventName",
                                "eventName",
                                "eventSource",
                                "eventSource",
                                "errorCode",
                                "userIdentity.type",
                                "userAgent",
                                "awsRegion"),
                        List.of(
                                "userIdentity.arn",
                                "userAgent",
                                "requestParameters",
                                "responseElements",
                                "errorMessage",
                                "requestParameters.policyDocument"),
                        "recipientAccountId",
                        "sourceIPAddress",
                        List.of(
                                "Describe",
                                "List",
                                "Get",
                                "AssumeRole",
                                "amazonaws",
                                "ec2",
                                "s3",
                                "iam",
                                "role",
                                "user"),
                        ".amazonaws.com",
                        "arn:aws:");
    }

    String field() {
        return pick(fields);
    }

    String longField() {
        return pick(longFields);
    }

    /// A whole value.
    String identity() {
        return random.nextInt(40) == 0 ? pick(common) + suffix : word() + (random.nextBoolean() ? suffix : "");
    }

    String end() {
        boolean file = random.nextInt(3) > 0;
        return (suffix.equals(".exe") ? "\\" : ".")
                + (random.nextInt(12) == 0 ? pick(common) : word())
                + (file ? suffix : "");
    }

    String start() {
        return root + (random.nextInt(20) == 0 ? pick(common) : word());
    }

    String inside() {
        return switch (random.nextInt(10)) {
            case 0 -> random.nextInt(5) == 0 ? pick(common) : word() + pick(common);
            case 1 -> " " + word().substring(0, 2) + " ";
            case 2 -> "-" + word();
            case 3 -> "\\" + word() + "\\" + word();
            default -> word();
        };
    }

    String option() {
        return " -" + word();
    }

    String keyword() {
        return random.nextBoolean() ? word() + " " + word() : word() + "." + word() + "Exception";
    }

    String regex() {
        return switch (random.nextInt(8)) {
            case 0 -> word() + "\\s+[0-9]{1,3}\\." + word();
            case 1 -> "(?i)(" + word() + "|" + word() + ").{2,20}" + word();
            case 2 -> "\\\\[a-z]{8}\\.(exe|dll)$";
            case 3 -> "^" + word() + ".*-[eE][nN]?[cC]?";
            case 4 -> "[A-Za-z0-9+/=]{200,}";
            case 5 -> word() + "(\\d+){2}[^\"']*" + word();
            case 6 -> "(.*" + word() + ".*){3,}";
            default -> "\\w+\\\\" + word() + "\\.[a-z]{3}";
        };
    }

    private String word() {
        var word = new StringBuilder();
        int length = 2 + random.nextInt(3);
        for (int i = 0; i < length; i++) {
            word.append(pick(SYLLABLES));
        }
        return word.toString();
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
