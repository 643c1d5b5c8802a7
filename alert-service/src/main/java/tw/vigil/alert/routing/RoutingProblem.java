package tw.vigil.alert.routing;

/// What is wrong in a routing table.
///
/// @param line one-based
/// @param message what is wrong and what would be accepted instead
record RoutingProblem(int line, int column, String message) {
    @Override
    public String toString() {
        return "line " + line + ", column " + column + ": " + message;
    }
}
