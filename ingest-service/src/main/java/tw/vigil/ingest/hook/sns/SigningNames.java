package tw.vigil.ingest.hook.sns;

import java.util.Set;

/// The names in SNS's certificates. Older regions share one, regions that one must opt in to have their own, and those
/// of China and of governments have theirs.
final class SigningNames {
    private SigningNames() {}

    static Set<String> of(String region) {
        if (region.startsWith("cn-")) {
            return Set.of("sns-" + region + ".amazonaws.com.cn", "sns." + region + ".amazonaws.com.cn");
        }
        if (region.startsWith("us-gov-")) {
            return Set.of("sns-us-gov-west-1.amazonaws.com", "sns." + region + ".amazonaws.com");
        }
        return Set.of(
                "sns.amazonaws.com", "sns." + region + ".amazonaws.com", "sns-signing." + region + ".amazonaws.com");
    }
}
