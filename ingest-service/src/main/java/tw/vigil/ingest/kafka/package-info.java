/// The transport of topics in a foreign Kafka, Azure Event Hubs among them.
@NullMarked
package tw.vigil.ingest.kafka;

import org.jspecify.annotations.NullMarked;
