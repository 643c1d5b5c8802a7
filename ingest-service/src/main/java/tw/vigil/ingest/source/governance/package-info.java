/// Acts of governance: what people did, and vouch for.
@NullMarked
package tw.vigil.ingest.source.governance;

import org.jspecify.annotations.NullMarked;
