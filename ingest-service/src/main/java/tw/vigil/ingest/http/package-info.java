/// The HTTP transport.
@NullMarked
package tw.vigil.ingest.http;

import org.jspecify.annotations.NullMarked;
