/// AWS Config.
@NullMarked
package tw.vigil.ingest.source.config;

import org.jspecify.annotations.NullMarked;
