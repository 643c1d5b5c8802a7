/// The detection topology in plain Kafka Streams: match, correlate, and the records that travel between them.
@NullMarked
package tw.vigil.evaluator.topology;

import org.jspecify.annotations.NullMarked;
