package tw.vigil.evaluator.stream;

import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/// Why the brokers could not be used.
final class BrokerFault {
    /// How Kafka's client says that no name of the brokers can be looked up, as while a cluster comes up.
    private static final String UNRESOLVED = "No resolvable bootstrap urls";

    private BrokerFault() {}

    /// Whether trying again cannot help: a class or file is missing, a setting is wrong, the brokers say no.
    static boolean lasts(Throwable fault) {
        return chain(fault).stream().anyMatch(BrokerFault::isLasting);
    }

    /// The fault and its causes in one line, the first the outermost.
    static String describe(Throwable fault) {
        List<String> texts = new ArrayList<>();
        for (Throwable cause : chain(fault)) {
            String message = cause.getMessage();
            // many exceptions repeat their cause as their message
            boolean repeats =
                    cause.getCause() != null && String.valueOf(cause.getCause()).equals(message);
            texts.add(cause.getClass().getSimpleName() + (message == null || repeats ? "" : ": " + message));
        }
        return String.join(" <- ", texts);
    }

    private static boolean isLasting(Throwable cause) {
        return switch (cause) {
            case ConfigException e -> !String.valueOf(e.getMessage()).startsWith(UNRESOLVED);
            case AuthenticationException _, AuthorizationException _, UnsupportedVersionException _ -> true;
            case LinkageError _, ClassNotFoundException _ -> true;
            case FileSystemException _, IllegalArgumentException _ -> true;
            default -> false;
        };
    }

    private static List<Throwable> chain(Throwable fault) {
        Set<Throwable> known = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = fault; cause != null && known.add(cause); cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }
}
