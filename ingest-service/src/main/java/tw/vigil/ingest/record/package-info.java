/// One record, checked strictly and read where a source needs to look.
@NullMarked
package tw.vigil.ingest.record;

import org.jspecify.annotations.NullMarked;
