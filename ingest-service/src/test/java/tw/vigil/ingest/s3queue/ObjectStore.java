package tw.vigil.ingest.s3queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import tw.vigil.launcher.process.ChildProcess;
import tw.vigil.launcher.process.Java;
import tw.vigil.launcher.process.Ports;

/// An S3 of the test's own: S3Proxy in its own process, in memory, with one bucket.
public final class ObjectStore implements AutoCloseable {
    public static final String BUCKET = "logs";

    private final ChildProcess process;
    private final URI endpoint;
    private final S3Client client;

    private ObjectStore(ChildProcess process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
        client = S3Client.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build();
    }

    /// @param folder for its settings and log
    public static ObjectStore start(Path folder) {
        int port = Ports.free();
        Path jar = Path.of("target/stand-ins/s3proxy.jar").toAbsolutePath();
        try {
            Path settings = Files.writeString(folder.resolve("s3proxy.properties"), """
                    s3proxy.endpoint=http://127.0.0.1:%d
                    s3proxy.authorization=none
                    jclouds.provider=transient-nio2
                    jclouds.identity=none
                    jclouds.credential=none
                    """.formatted(port));
            var process = ChildProcess.start(new ChildProcess.Spec(
                    "s3proxy",
                    List.of(
                            Java.program(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-jar",
                            jar.toString(),
                            "--properties",
                            settings.toString()),
                    Map.of(),
                    folder,
                    folder.resolve("s3proxy.log"),
                    folder.resolve("s3proxy.pid"),
                    "TERM",
                    Duration.ofSeconds(5)));
            process.await(() -> answers(port), ChildProcess.startLimit());
            var store = new ObjectStore(process, URI.create("http://127.0.0.1:" + port));
            store.client.createBucket(request -> request.bucket(BUCKET));
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI endpoint() {
        return endpoint;
    }

    public void put(String key, byte[] content, Map<String, String> metadata) {
        client.putObject(request -> request.bucket(BUCKET).key(key).metadata(metadata), RequestBody.fromBytes(content));
    }

    public void put(String key, byte[] content) {
        put(key, content, Map.of());
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }

    private static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
