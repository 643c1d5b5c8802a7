/// Activities of the Google Workspace Reports API.
@NullMarked
package tw.vigil.ingest.source.workspace;

import org.jspecify.annotations.NullMarked;
