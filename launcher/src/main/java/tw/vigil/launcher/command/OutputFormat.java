package tw.vigil.launcher.command;

/// How a command prints what it found.
enum OutputFormat {
    TABLE,
    JSON,
    JSONL
}
