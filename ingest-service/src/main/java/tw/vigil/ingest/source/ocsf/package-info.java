/// Events in the Open Cybersecurity Schema.
@NullMarked
package tw.vigil.ingest.source.ocsf;

import org.jspecify.annotations.NullMarked;
