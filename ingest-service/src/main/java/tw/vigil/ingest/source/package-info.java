/// What the bytes mean: one implementation of [tw.vigil.ingest.source.Source] for each kind of audit log.
@NullMarked
package tw.vigil.ingest.source;

import org.jspecify.annotations.NullMarked;
