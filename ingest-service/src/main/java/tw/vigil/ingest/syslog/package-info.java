/// The transport of syslog: datagrams, streams and TLS.
@NullMarked
package tw.vigil.ingest.syslog;

import org.jspecify.annotations.NullMarked;
