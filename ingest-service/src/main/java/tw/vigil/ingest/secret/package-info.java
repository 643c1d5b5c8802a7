/// Secrets of sources, from files.
@NullMarked
package tw.vigil.ingest.secret;

import org.jspecify.annotations.NullMarked;
