/// The running stream: its settings, start and stop, health, lag, accounting and metrics.
@NullMarked
package tw.vigil.evaluator.stream;

import org.jspecify.annotations.NullMarked;
