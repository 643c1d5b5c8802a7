package tw.vigil.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/// Acts of governance, signed, through the front door.
@QuarkusTest
class SignedIT extends IngestStand {
    private static final String ACT = """
            {"id":"2026-AUD-007","act":"provider.audited","subject":{"engagement":"ENG-01"},
             "performed_at":"2026-08-20T18:15:30+08:00","performer":{"unit":"AUD","person":"a.chen"},
             "approver":{"unit":"CGU","person":"b.lin"},"evidence":[{"name":"report.pdf",
             "sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}]}""";

    @Test
    void signedActIsAnEvent() throws GeneralSecurityException {
        var response = post("governance.act", Stand.SIGNING_KEY_ID, Instant.now(), ACT, ACT);

        assertCounts(response, 1, 0);
        var record = events.read(1).getFirst();
        assertThat(value(record)).isEqualTo(ACT);
        assertThat(headers(record))
                .containsEntry("ce_id", "provider.audited/2026-AUD-007")
                .containsEntry("ce_time", "2026-08-20T10:15:30Z")
                .containsEntry("ce_product", "governance")
                .containsEntry("ce_subject", "engagement/ENG-01");
    }

    @Test
    void actThatIsNoneIsSaid() throws GeneralSecurityException {
        String slip = ACT.replace("provider.audited", "provider.audit");

        var response = post("governance.act", Stand.SIGNING_KEY_ID, Instant.now(), slip, slip);

        assertCounts(response, 0, 1);
        assertThat(response.jsonPath().getString("problems[0].detail")).startsWith("act is not known");
    }

    @Test
    void whatIsNotSignedNowByAKeyOfTheSourceIsRefused() throws GeneralSecurityException {
        Instant old = Instant.now().minusSeconds(600);

        assertThat(post("governance.act", Stand.SIGNING_KEY_ID, Instant.now(), ACT, "{}")
                        .statusCode())
                .isEqualTo(401);
        assertThat(post("governance.act", Stand.SIGNING_KEY_ID, old, ACT, ACT).statusCode())
                .isEqualTo(401);
        assertThat(post("governance.act", "other", Instant.now(), ACT, ACT).statusCode())
                .isEqualTo(401);
        assertThat(post("aws.cloudtrail", Stand.SIGNING_KEY_ID, Instant.now(), ACT, ACT)
                        .statusCode())
                .isEqualTo(401);
        assertThat(post("no.source", Stand.SIGNING_KEY_ID, Instant.now(), ACT, ACT)
                        .statusCode())
                .isEqualTo(401);
        assertThat(given().body(ACT).post("/v1/signed/governance.act").statusCode())
                .isEqualTo(401);
    }

    private static Response post(String source, String key, Instant time, String signed, String sent)
            throws GeneralSecurityException {
        long seconds = time.getEpochSecond();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Stand.SIGNING_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update((seconds + "\n").getBytes(StandardCharsets.UTF_8));
        return given().contentType("application/json")
                .header("X-Vigil-Key", key)
                .header("X-Vigil-Timestamp", seconds)
                .header(
                        "X-Vigil-Signature",
                        HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))))
                .body(sent.getBytes(StandardCharsets.UTF_8))
                .post("/v1/signed/" + source);
    }
}
