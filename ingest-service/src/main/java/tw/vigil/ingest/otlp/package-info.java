/// The transport of OpenTelemetry's logs (OTLP over HTTP).
@NullMarked
package tw.vigil.ingest.otlp;

import org.jspecify.annotations.NullMarked;
