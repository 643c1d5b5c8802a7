package tw.vigil.alert.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CrossSiteGuardTest {
    private static final String HOST = "vigil.example:8443";

    @Test
    void programsThatSayNothingPass() {
        assertThat(CrossSiteGuard.allowed(null, null, HOST)).isTrue();
    }

    @Test
    void theBrowsersOwnWordDecides() {
        assertThat(CrossSiteGuard.allowed("same-origin", null, HOST)).isTrue();
        assertThat(CrossSiteGuard.allowed("none", null, HOST)).isTrue();
        assertThat(CrossSiteGuard.allowed("same-site", "https://" + HOST, HOST)).isFalse();
        assertThat(CrossSiteGuard.allowed("cross-site", "https://" + HOST, HOST))
                .isFalse();
    }

    @Test
    void olderBrowsersMustComeFromThisHostAndPort() {
        assertThat(CrossSiteGuard.allowed(null, "https://" + HOST, HOST)).isTrue();
        assertThat(CrossSiteGuard.allowed(null, "https://vigil.example", HOST)).isFalse();
        assertThat(CrossSiteGuard.allowed(null, "null", HOST)).isFalse();
        assertThat(CrossSiteGuard.allowed(null, "not an origin", HOST)).isFalse();
    }
}
