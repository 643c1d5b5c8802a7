package tw.vigil.ingest.s3queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// Answers that no stand-in for S3 gives, from a socket.
@SuppressWarnings("NullAway.Init") // set before each test
class S3ObjectsTest {
    private static final ObjectRef OBJECT = new ObjectRef("logs", "x.json.gz", null);

    private ServerSocket server;
    private S3Client client;
    private S3Objects objects;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        client = S3Client.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(URI.create("http://127.0.0.1:" + server.getLocalPort()))
                .forcePathStyle(true)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .overrideConfiguration(settings -> settings.retryStrategy(retry -> retry.maxAttempts(1)))
                .build();
        objects = new S3Objects(client);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void objectIsReadWithItsMetadata() throws IOException {
        answer("200 OK", "x-amz-meta-signature: abcd\r\n", 5, "hello");

        try (var stored = objects.open(OBJECT)) {
            assertThat(stored.content().readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("hello");
            assertThat(stored.metadata()).containsEntry("signature", "abcd");
        }
    }

    @Test
    void brokenConnectionIsNoEndOfTheObject() throws IOException {
        answer("200 OK", "", 1000, "only this");

        try (var stored = objects.open(OBJECT)) {
            assertThatThrownBy(() -> stored.content().readAllBytes())
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(EOFException.class);
        }
    }

    @Test
    void missingAndForbiddenAreTold() {
        answer("404 Not Found", "", -1, "<Error><Code>NoSuchKey</Code></Error>");
        assertThatThrownBy(() -> objects.open(OBJECT))
                .isInstanceOfSatisfying(
                        ObjectUnavailableException.class,
                        e -> assertThat(e.missing()).isTrue());

        answer("403 Forbidden", "", -1, "<Error><Code>AccessDenied</Code></Error>");
        assertThatThrownBy(() -> objects.open(OBJECT))
                .isInstanceOfSatisfying(
                        ObjectUnavailableException.class,
                        e -> assertThat(e.missing()).isFalse());
    }

    @Test
    void failureOfS3IsNeither() {
        answer("503 Slow Down", "", -1, "<Error><Code>SlowDown</Code></Error>");

        assertThatThrownBy(() -> objects.open(OBJECT))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ObjectUnavailableException.class);
    }

    /// Answers one request and closes.
    ///
    /// @param length declared; -1: as it is
    private void answer(String status, String headers, int length, String body) {
        Thread.ofVirtual().start(() -> {
            try (var socket = server.accept()) {
                var in = socket.getInputStream();
                int newlines = 0;
                while (newlines < 2) {
                    int b = in.read();
                    newlines = b == '\n' ? newlines + 1 : b == '\r' ? newlines : 0;
                }
                String head = "HTTP/1.1 " + status + "\r\nContent-Type: application/xml\r\nConnection: close\r\n"
                        + headers + "Content-Length: " + (length < 0 ? body.length() : length) + "\r\n\r\n";
                socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }
}
