package tw.vigil.sigma.match;

/// Where in a value a text must be.
public enum TextPlace {
    WHOLE,
    START,
    END,
    ANYWHERE;

    public boolean holds(String value, String text) {
        return switch (this) {
            case WHOLE -> value.equals(text);
            case START -> value.startsWith(text);
            case END -> value.endsWith(text);
            case ANYWHERE -> value.contains(text);
        };
    }
}
