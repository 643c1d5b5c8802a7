package tw.vigil.launcher.stack;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How to run a stack.
///
/// @param project folder of the built project
/// @param folder where state is kept
/// @param consolePort the port that the console must have, when somebody asked for one
/// @param mailbox where mails and hooks go; null = an inbox of our own that keeps them in the state folder
/// @param environment variables that every service is given on top
/// @param durable whether the database waits for the disk
/// @param notice told what happens, a line at a time
public record StackOptions(
        Path project,
        StateFolder folder,
        OptionalInt consolePort,
        @Nullable Mailbox mailbox,
        Map<String, String> environment,
        boolean durable,
        Consumer<String> notice) {
    public StackOptions {
        environment = Map.copyOf(environment);
    }
}
