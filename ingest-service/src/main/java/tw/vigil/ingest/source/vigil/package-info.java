/// What Vigil's own services say of themselves.
@NullMarked
package tw.vigil.ingest.source.vigil;

import org.jspecify.annotations.NullMarked;
