package tw.vigil.ingest.m365;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagementApiTest {
    private static final String TYPE = "Audit.Exchange";
    private static final Instant FROM = Instant.parse("2026-08-20T10:00:00.5Z");
    private static final Instant TO = Instant.parse("2026-08-20T11:00:00Z");

    @TempDir
    Path folder = Path.of("");

    private final Tenant tenant = new Tenant();

    @AfterEach
    void stop() {
        tenant.close();
    }

    @Test
    void subscriptionThatIsOnAlreadyIsNoProblem() throws Exception {
        api(Tenant.SECRET).start(TYPE);

        assertThat(tenant.tokens.get()).isEqualTo(1);
    }

    @Test
    void allPagesAreListedAndContentIsFetched() throws Exception {
        tenant.publish("a", "[1]");
        tenant.publish("b", "[2]");
        tenant.publish("c", "[3]");
        ManagementApi api = api(Tenant.SECRET);

        var contents = api.list(TYPE, FROM, TO);

        assertThat(contents).extracting(ManagementApi.Content::id).containsExactly("a", "b", "c");
        assertThat(tenant.listed.getFirst())
                .isEqualTo("contentType=Audit.Exchange&startTime=2026-08-20T10:00:00&endTime=2026-08-20T11:00:00");
        try (var records = api.fetch(contents.get(1))) {
            assertThat(records.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("[2]");
        }
        assertThat(tenant.tokens.get()).isEqualTo(1);
    }

    @Test
    void tokenGoesToNobodyElse() throws Exception {
        tenant.publish("a", "[1]");
        tenant.foreignUri = "https://elsewhere.example/api";

        assertThatThrownBy(() -> api(Tenant.SECRET).list(TYPE, FROM, TO))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not its own")
                .hasMessageNotContaining("elsewhere");
    }

    @Test
    void throttlingSaysWhenToComeAgain() throws Exception {
        tenant.throttle.set(1);
        ManagementApi api = api(Tenant.SECRET);

        assertThatThrownBy(() -> api.list(TYPE, FROM, TO)).isInstanceOfSatisfying(ApiException.class, e -> {
            assertThat(e.kind()).isEqualTo(ApiException.Kind.THROTTLED);
            assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        });
        assertThat(api.list(TYPE, FROM, TO)).isEmpty();
    }

    @Test
    void refusedTokenIsReplaced() throws Exception {
        ManagementApi api = api(Tenant.SECRET);
        api.list(TYPE, FROM, TO);
        tenant.revoke.set(1);

        assertThatThrownBy(() -> api.list(TYPE, FROM, TO))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.kind()).isEqualTo(ApiException.Kind.DENIED));
        assertThat(api.list(TYPE, FROM, TO)).isEmpty();
        assertThat(tenant.tokens.get()).isEqualTo(2);
    }

    @Test
    void wrongSecretIsToldAndNotShown() {
        assertThatThrownBy(() -> api("wrong-secret").list(TYPE, FROM, TO))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.kind()).isEqualTo(ApiException.Kind.DENIED))
                .hasMessageNotContaining("wrong-secret");
    }

    @Test
    void expiredContentIsTold() throws Exception {
        tenant.publish("old", "expired");
        ManagementApi api = api(Tenant.SECRET);
        var content = api.list(TYPE, FROM, TO).getFirst();

        assertThatThrownBy(() -> api.fetch(content))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.kind()).isEqualTo(ApiException.Kind.EXPIRED));
    }

    private ManagementApi api(String secret) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), secret + "\n");
        var config = new HashMap<String, String>();
        String key = "vigil.ingest.m365-feeds.acme.";
        config.put(key + "tenant", Tenant.ID);
        config.put(key + "client-id", "c44b4083");
        config.put(key + "client-secret-file", file.toString());
        config.put(key + "source", "m365.audit");
        config.put(key + "api", tenant.address());
        config.put(key + "login", tenant.address());
        return new ManagementApi(new SmallRyeConfigBuilder()
                .withMapping(M365Config.class)
                .withDefaultValues(config)
                .build()
                .getConfigMapping(M365Config.class)
                .m365Feeds()
                .values()
                .iterator()
                .next());
    }
}
