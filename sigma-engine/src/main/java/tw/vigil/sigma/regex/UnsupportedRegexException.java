package tw.vigil.sigma.regex;

/// The expression has something that only RE2/J can do. Said while rules are loaded, never of an event.
final class UnsupportedRegexException extends Exception {

    private static final long serialVersionUID = 1L;

    UnsupportedRegexException(String what) {
        super(what);
    }
}
