/// The transport of the Office 365 Management Activity API, polled.
@NullMarked
package tw.vigil.ingest.m365;

import org.jspecify.annotations.NullMarked;
