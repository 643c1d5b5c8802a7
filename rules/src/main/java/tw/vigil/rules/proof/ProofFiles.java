package tw.vigil.rules.proof;

/// How the file of events beside a rule is named: `trail_stopped.yml` is proven by `trail_stopped.events.yml`.
public final class ProofFiles {
    /// What the name of a new one ends with.
    public static final String SUFFIX = ".events.yml";

    private static final String OTHER_SUFFIX = ".events.yaml";

    private ProofFiles() {}

    public static boolean isProof(String path) {
        return path.endsWith(SUFFIX) || path.endsWith(OTHER_SUFFIX);
    }

    /// The file beside a rule, whether it is there or not.
    public static String of(String rulePath) {
        return stem(rulePath) + SUFFIX;
    }

    /// What the paths of a rule and its proof have in common.
    public static String stem(String path) {
        if (isProof(path)) {
            return path.substring(0, path.lastIndexOf(".events."));
        }
        int end = path.lastIndexOf('.');
        return end < 0 ? path : path.substring(0, end);
    }
}
