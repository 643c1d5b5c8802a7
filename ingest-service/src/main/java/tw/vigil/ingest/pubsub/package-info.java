/// The transport of Google Cloud Pub/Sub subscriptions, pulled.
@NullMarked
package tw.vigil.ingest.pubsub;

import org.jspecify.annotations.NullMarked;
