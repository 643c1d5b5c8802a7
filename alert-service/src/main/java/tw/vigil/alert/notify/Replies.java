package tw.vigil.alert.notify;

import org.jspecify.annotations.Nullable;

/// Answers and errors as one bounded line for a receipt.
final class Replies {
    private static final int MAX = 300;

    private Replies() {}

    static String oneLine(@Nullable Throwable error) {
        if (error == null) {
            return "unknown";
        }
        String message = error.getMessage();
        return oneLine(error.getClass().getSimpleName() + (message == null ? "" : ": " + message));
    }

    static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= MAX ? line : line.substring(0, MAX) + "…";
    }
}
