/// AWS Health.
@NullMarked
package tw.vigil.ingest.source.health;

import org.jspecify.annotations.NullMarked;
