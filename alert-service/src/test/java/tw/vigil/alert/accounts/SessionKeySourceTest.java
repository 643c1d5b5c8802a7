package tw.vigil.alert.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionKeySourceTest {
    private static final String KEY = "quarkus.http.auth.session.encryption-key";

    private final SessionKeySource source = new SessionKeySource();

    @Test
    void whoListsTheSettingsDoesNotMeetTheKey() {
        assertThat(source.getPropertyNames()).isEmpty();
        assertThat(source.getProperties()).isEmpty();
    }

    @Test
    void whoAsksForItAlwaysGetsTheSame() {
        String key = source.getValue(KEY);

        assertThat(key).hasSizeGreaterThanOrEqualTo(16);
        assertThat(source.getValue(KEY)).isEqualTo(key);
        assertThat(source.getValue("quarkus.http.port")).isNull();
    }
}
