/// Devices and hosts that write lines: syslog, CEF, LEEF, JSON behind a header.
@NullMarked
package tw.vigil.ingest.source.syslog;

import org.jspecify.annotations.NullMarked;
