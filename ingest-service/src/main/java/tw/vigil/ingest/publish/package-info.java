/// Records on their way into Kafka: bounded, acknowledged, traced.
@NullMarked
package tw.vigil.ingest.publish;

import org.jspecify.annotations.NullMarked;
