package tw.vigil.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookReceiverTest {

    private static final String SECRET = "a-secret-of-the-test";

    @TempDir
    Path folder;

    @Test
    void aTrueSignatureIsTakenAndAFalseOneRefused() throws Exception {
        Path file = folder.resolve("hooks.jsonl");
        try (var receiver = HookReceiver.listen(0, SECRET, file)) {
            assertThat(post(receiver, SECRET)).isEqualTo(204);
            assertThat(post(receiver, "another-secret")).isEqualTo(401);
        }

        assertThat(Files.readAllLines(file)).hasSize(2).first().asString().contains("\"verified\":true");
    }

    private static int post(HookReceiver receiver, String secret) throws Exception {
        String body = "{\"title\":\"稽核軌跡停用\"}";
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] signature = mac.doFinal(("m-1.1795392709." + body).getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.port() + "/hook"))
                .header("webhook-id", "m-1")
                .header("webhook-timestamp", "1795392709")
                .header("webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
