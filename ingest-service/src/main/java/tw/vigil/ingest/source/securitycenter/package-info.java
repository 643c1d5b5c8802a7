/// Findings of Google Security Command Center.
@NullMarked
package tw.vigil.ingest.source.securitycenter;

import org.jspecify.annotations.NullMarked;
