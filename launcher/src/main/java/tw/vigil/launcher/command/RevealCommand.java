package tw.vigil.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tw.vigil.launcher.stack.PortBook.Owner;
import tw.vigil.launcher.stack.Secrets;

/// Shows an auditor what a protected value is. The credential is its own: no account of the console opens it.
@Command(
        name = "reveal",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what a token vigil:protected:… stands for. Who asked and why becomes an audit event, also when"
                    + " refused.",
            "VIGIL_REVEAL_USER: whose credential is taken from the state folder (auditor);",
            "VIGIL_REVEAL_TOKEN: the credential itself."
        })
final class RevealCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TOKEN", description = "as it stands in an event")
    private String token = "";

    @Option(names = "--reason", required = true, description = "why, in 10 to 500 characters")
    private String reason = "";

    @Option(names = "--output", defaultValue = "table", description = "${COMPLETION-CANDIDATES}")
    private OutputFormat output = OutputFormat.TABLE;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var installation = Installation.here();
        var client = new ServiceClient(installation);
        var question = ServiceClient.JSON.createObjectNode().put("token", token).put("reason", reason);
        var request = client.request(Owner.INGEST, "/v1/reveal")
                .header("Authorization", "Bearer " + credential(installation))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(ServiceClient.JSON.writeValueAsBytes(question)))
                .build();
        var response = client.send(request);
        if (response.statusCode() != 200) {
            throw new CommandFailedException(ServiceClient.problem(response));
        }
        JsonNode answer = ServiceClient.JSON.readTree(response.body());
        spec.commandLine()
                .getOut()
                .println(
                        output == OutputFormat.TABLE
                                ? answer.path("kind").asText() + "  "
                                        + answer.path("value").asText()
                                : answer.toString());
        return 0;
    }

    private static String credential(Installation installation) throws IOException {
        String given = System.getenv("VIGIL_REVEAL_TOKEN");
        if (given != null && !given.isBlank()) {
            return given;
        }
        String named = System.getenv("VIGIL_REVEAL_USER");
        String account = named == null || named.isBlank() ? Secrets.AUDITOR : named;
        Path file = installation.secrets().revealers().resolve(account);
        if (!account.matches("[A-Za-z0-9][A-Za-z0-9._-]*") || !Files.isRegularFile(file)) {
            throw new CommandFailedException(
                    "'%s' has no credential to reveal values in %s".formatted(account, file.getParent()));
        }
        return installation.secrets().revealer(account);
    }
}
