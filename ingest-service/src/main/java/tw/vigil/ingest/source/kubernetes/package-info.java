/// The audit log of a Kubernetes API server.
@NullMarked
package tw.vigil.ingest.source.kubernetes;

import org.jspecify.annotations.NullMarked;
