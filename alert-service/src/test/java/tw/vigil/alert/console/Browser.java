package tw.vigil.alert.console;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import tw.vigil.alert.stand.AlertStand;

/// The console as a signed-in person's browser sees it: session cookie, same-site headers, no redirects followed.
final class Browser {
    private final String session;
    private final String language;

    private Browser(String session, String language) {
        this.session = session;
        this.language = language;
    }

    static Browser signedInAs(String account) {
        var answer = submit(account, AlertStand.PASSWORD);
        return new Browser(answer.then().statusCode(302).extract().cookie("vigil-session"), "zh-TW");
    }

    static Response submit(String account, String password) {
        return given().redirects()
                .follow(false)
                .contentType(ContentType.URLENC)
                .formParam("j_username", account)
                .formParam("j_password", password)
                .post("/j_security_check");
    }

    Browser speaking(String other) {
        return new Browser(session, other);
    }

    Response get(String address) {
        return request().get(address);
    }

    Response post(String address, Map<String, String> fields) {
        return request()
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .header("Sec-Fetch-Site", "same-origin")
                .formParams(fields)
                .post(address);
    }

    RequestSpecification request() {
        return given().redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .cookie("vigil-session", session)
                .header("Accept-Language", language);
    }
}
