/// Whether CloudTrail's log files are what CloudTrail delivered: its digest files, their signatures and their chain.
@NullMarked
package tw.vigil.ingest.digest;

import org.jspecify.annotations.NullMarked;
