/// Cuts a stream of JSON into records without ever holding more than one of them.
@NullMarked
package tw.vigil.ingest.split;

import org.jspecify.annotations.NullMarked;
