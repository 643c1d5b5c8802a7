package tw.vigil.alert.notify;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How the outbox is emptied.
@ConfigMapping(prefix = "vigil.notify")
interface NotifyConfig {
    /// How long a claimed message belongs to the instance that claimed it; longer than any attempt may take.
    @WithDefault("PT60S")
    Duration lease();

    /// Wait after the first failed attempt; doubles with each, and up to half of it is taken away at random.
    @WithDefault("PT2S")
    Duration firstRetry();

    /// The longest wait between two attempts.
    @WithDefault("PT10M")
    Duration longestRetry();

    /// Age at which a message that was never delivered is given up and becomes an alert itself.
    @WithDefault("PT24H")
    Duration maxAge();

    /// How long the text of a finished message is kept; what was sent to whom, when, and with what answer stays
    /// for good.
    @WithDefault("P30D")
    Duration textRetention();

    /// Messages of one channel that an instance sends at the same time.
    @WithDefault("8")
    int concurrency();

    /// How often an idle channel looks for what other instances stored or what is due again.
    @WithDefault("PT1S")
    Duration poll();
}
