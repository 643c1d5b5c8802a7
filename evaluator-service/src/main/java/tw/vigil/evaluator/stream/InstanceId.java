package tw.vigil.evaluator.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/// The name under which this instance is a static member of its consumer group.
///
/// It lies beside the state that it vouches for. After kill -9 the restarted process joins under the same name and
/// has its partitions back at once, without waiting for the session of the dead one to end; two instances never
/// share a name, as they cannot share a state directory; and without the state the name is gone too, and others
/// take over.
final class InstanceId {
    private static final String FILE = "instance-id";

    private InstanceId() {}

    static String in(Path stateDir) throws IOException {
        Path file = stateDir.resolve(FILE);
        if (Files.exists(file)) {
            String id = Files.readString(file).strip();
            if (!id.isEmpty()) {
                return id;
            }
        }
        Files.createDirectories(stateDir);
        String id = "evaluator-" + UUID.randomUUID();
        Path draft = Files.writeString(stateDir.resolve(FILE + ".new"), id + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return id;
    }
}
