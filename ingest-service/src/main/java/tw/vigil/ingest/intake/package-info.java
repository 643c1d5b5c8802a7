/// The one way in: whatever the transport, a stream becomes records on the topics.
@NullMarked
package tw.vigil.ingest.intake;

import org.jspecify.annotations.NullMarked;
