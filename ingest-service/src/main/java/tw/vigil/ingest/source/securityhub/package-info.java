/// AWS Security Hub.
@NullMarked
package tw.vigil.ingest.source.securityhub;

import org.jspecify.annotations.NullMarked;
