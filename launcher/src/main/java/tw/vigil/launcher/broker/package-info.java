/// The Kafka broker of the embedded default.
@NullMarked
package tw.vigil.launcher.broker;

import org.jspecify.annotations.NullMarked;
