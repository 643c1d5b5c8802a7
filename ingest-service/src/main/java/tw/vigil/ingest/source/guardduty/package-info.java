/// Amazon GuardDuty.
@NullMarked
package tw.vigil.ingest.source.guardduty;

import org.jspecify.annotations.NullMarked;
