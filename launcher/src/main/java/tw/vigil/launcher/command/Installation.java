package tw.vigil.launcher.command;

import java.io.IOException;
import java.nio.file.Path;
import tw.vigil.launcher.process.Java;
import tw.vigil.launcher.stack.PortBook;
import tw.vigil.launcher.stack.Secrets;
import tw.vigil.launcher.stack.StateFolder;

/// The project that the command belongs to, and the state folder that it works on.
record Installation(Path project, StateFolder folder) {

    /// The project whose build this class comes from.
    static Installation here() {
        Path project = Java.buildFolder().resolve("../..").normalize();
        return new Installation(project, StateFolder.of(project));
    }

    PortBook ports() throws IOException {
        return PortBook.read(folder.ports());
    }

    Secrets secrets() throws IOException {
        return Secrets.in(folder.secrets());
    }
}
