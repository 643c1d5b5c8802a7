package tw.vigil.launcher.process;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/// The Java that children run on, and the jars that lie beside ours.
public final class Java {

    private Java() {}

    /// The `java` program of the JVM that runs us.
    public static String program() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// The build folder that holds this module's classes or jar, and its `libs`.
    public static Path buildFolder() {
        return Objects.requireNonNull(ownClasses().getParent(), "our classes lie in a folder");
    }

    /// Where this module's classes come from: its jar, or its folder of classes when run from a build.
    public static Path ownClasses() {
        var resource = Java.class.getResource("Java.class");
        if (resource == null) {
            throw new IllegalStateException("the class file of " + Java.class.getName() + " is not to be found");
        }
        try {
            String address = resource.toURI().toString();
            if (address.startsWith("jar:")) {
                return Path.of(URI.create(address.substring(4, address.indexOf("!/"))));
            }
            String path = Java.class.getName().replace('.', '/') + ".class";
            return Path.of(URI.create(address.substring(0, address.length() - path.length())));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
