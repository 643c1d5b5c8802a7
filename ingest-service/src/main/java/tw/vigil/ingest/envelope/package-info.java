/// What lies around records whatever their source: one implementation of [tw.vigil.ingest.envelope.Envelope] for
/// each wrapping that clouds put around what they deliver.
@NullMarked
package tw.vigil.ingest.envelope;

import org.jspecify.annotations.NullMarked;
