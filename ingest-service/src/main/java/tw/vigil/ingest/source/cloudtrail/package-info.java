/// AWS CloudTrail.
@NullMarked
package tw.vigil.ingest.source.cloudtrail;

import org.jspecify.annotations.NullMarked;
