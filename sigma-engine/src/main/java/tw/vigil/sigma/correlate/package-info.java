/// The state machines of correlations: pure functions from (state, signal, watermark) to (state, episodes).
/// They know no store, no clock and no thread; whoever runs them keeps the bytes.
@NullMarked
package tw.vigil.sigma.correlate;

import org.jspecify.annotations.NullMarked;
