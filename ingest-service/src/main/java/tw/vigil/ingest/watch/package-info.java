/// The transport of watched folders.
@NullMarked
package tw.vigil.ingest.watch;

import org.jspecify.annotations.NullMarked;
