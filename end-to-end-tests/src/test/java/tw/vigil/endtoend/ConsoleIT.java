package tw.vigil.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tw.vigil.samples.CloudTrail;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {

    @SuppressWarnings("NullAway.Init") // set before the first test
    private VigilStand vigil;

    private @Nullable Playwright playwright;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private Browser browser;

    @BeforeAll
    void start() throws Exception {
        var chromium = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(chromium.isPresent(), "no chromium on this machine: the console is not tried in a browser");
        vigil = VigilStand.shared();
        var driver = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        playwright = driver;
        browser = driver.chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium.get())
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    @AfterAll
    void end() {
        var driver = playwright;
        if (driver != null) {
            driver.close();
        }
    }

    @Test
    void anAnalystSignsInAcknowledgesAndCloses() throws Exception {
        String id = alert();
        try (var context = browser.newContext(new Browser.NewContextOptions().setLocale("zh-TW"))) {
            var page = context.newPage();
            signIn(page, "analyst");
            assertThat(page.getByTestId("alerts")).isVisible();
            assertThat(page.locator("html")).hasAttribute("lang", Pattern.compile("zh.*"));

            page.getByTestId("open-" + id).click();
            assertThat(page.getByTestId("id")).hasText(id);
            assertThat(page.getByTestId("raw").first()).containsText("StopLogging");
            page.getByTestId("acknowledge").click();
            assertThat(page.getByTestId("acknowledge")).hasCount(0);

            page.getByTestId("language-en").click();
            assertThat(page.locator("html")).hasAttribute("lang", Pattern.compile("en.*"));
            page.getByTestId("verdict-benign").check();
            page.locator("#close-comment").fill("agreed change");
            page.getByTestId("close").click();
            assertThat(page.getByTestId("verdict")).isVisible();
        }
        assertThat(vigil.get("/v1/alerts/" + id).path("status").asText()).isEqualTo("closed");
    }

    @Test
    void anAuditorReadsAndChangesNothing() throws Exception {
        String id = alert();
        try (var context = browser.newContext(new Browser.NewContextOptions().setLocale("en"))) {
            var page = context.newPage();
            signIn(page, "auditor");

            page.navigate(vigil.console() + "/alerts/" + id);

            assertThat(page.getByTestId("read-only")).isVisible();
            assertThat(page.getByTestId("acknowledge")).hasCount(0);
        }
    }

    private void signIn(Page page, String account) throws Exception {
        page.navigate(vigil.console() + "/login");
        page.locator("#j_username").fill(account);
        page.locator("#j_password").fill(vigil.password(account));
        page.getByTestId("sign-in-submit").click();
        page.waitForURL(Pattern.compile(".*/(alerts.*)?$"));
    }

    /// A fresh alert of our own.
    private String alert() throws Exception {
        String trail = "console-trail-" + System.nanoTime();
        vigil.post(
                "aws.cloudtrail",
                "application/json",
                CloudTrail.apiCall("cloudtrail", "StopLogging")
                        .by(trail)
                        .at(Instant.now())
                        .requesting("{\"name\":\"" + trail + "\"}")
                        .toJson());
        return await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(
                        () -> vigil.alerts("AWS-01").stream()
                                .filter(alert -> alert.toString().contains(trail))
                                .map(alert -> alert.path("id").asText())
                                .findFirst()
                                .orElse(""),
                        found -> !found.isEmpty());
    }
}
