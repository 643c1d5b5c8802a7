/// GitHub: webhook deliveries and the audit log.
@NullMarked
package tw.vigil.ingest.source.github;

import org.jspecify.annotations.NullMarked;
