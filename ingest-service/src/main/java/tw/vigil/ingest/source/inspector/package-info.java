/// Amazon Inspector.
@NullMarked
package tw.vigil.ingest.source.inspector;

import org.jspecify.annotations.NullMarked;
