package tw.vigil.alert.stand;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import org.awaitility.Awaitility;

/// The REST interface as a person with a password uses it.
public final class AlertApi {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final String account;

    private AlertApi(String account) {
        this.account = account;
    }

    public static AlertApi as(String account) {
        return new AlertApi(account);
    }

    public RequestSpecification request() {
        return given().auth().preemptive().basic(account, AlertStand.PASSWORD).contentType("application/json");
    }

    public JsonPath alert(String id) {
        return request()
                .get("/v1/alerts/{id}", id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    public JsonPath list(String query) {
        return request()
                .get("/v1/alerts?" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /// The id of the only open alert that holds the text, once there is one.
    public String awaitOpen(String text) {
        return Awaitility.await().atMost(PATIENCE).until(() -> openId(text), id -> !id.isEmpty());
    }

    public String openId(String text) {
        var items = request()
                .queryParam("status", "open")
                .queryParam("q", text)
                .get("/v1/alerts")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        return items.getList("items").size() == 1 ? items.getString("items[0].id") : "";
    }

    public Response act(String id, String action, String body) {
        return request().body(body).post("/v1/alerts/{id}/" + action, id);
    }

    public JsonPath deliveries(String id) {
        return request()
                .get("/v1/alerts/{id}/deliveries", id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    public JsonPath timeline(String id) {
        return request()
                .get("/v1/alerts/{id}/timeline", id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
