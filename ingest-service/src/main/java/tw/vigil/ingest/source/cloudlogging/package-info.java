/// Google Cloud Logging: Cloud Audit Logs and what lies beside them.
@NullMarked
package tw.vigil.ingest.source.cloudlogging;

import org.jspecify.annotations.NullMarked;
