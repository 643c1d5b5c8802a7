/// Whether sources speak: an event for each minute in which one did, and one for each minute in which this service ran.
@NullMarked
package tw.vigil.ingest.activity;

import org.jspecify.annotations.NullMarked;
