/// The unified audit log of Microsoft 365.
@NullMarked
package tw.vigil.ingest.source.m365;

import org.jspecify.annotations.NullMarked;
