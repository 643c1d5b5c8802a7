/// What was rejected: shown to an operator, and sent again once its cause is mended.
@NullMarked
package tw.vigil.ingest.quarantine;

import org.jspecify.annotations.NullMarked;
