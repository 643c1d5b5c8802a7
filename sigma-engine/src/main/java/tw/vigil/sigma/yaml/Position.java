package tw.vigil.sigma.yaml;

/// A place in a file.
///
/// @param line one-based
/// @param column one-based
public record Position(int line, int column) {

    public static final Position START = new Position(1, 1);

    public Position plusColumns(int columns) {
        return new Position(line, column + columns);
    }
}
