/// Bytes as a transport hands them over: counted, bounded, unzipped.
@NullMarked
package tw.vigil.ingest.body;

import org.jspecify.annotations.NullMarked;
