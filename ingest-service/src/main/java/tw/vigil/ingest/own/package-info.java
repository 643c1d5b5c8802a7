/// What this service says of itself, on the same topic as everything else, so that rules watch it.
@NullMarked
package tw.vigil.ingest.own;

import org.jspecify.annotations.NullMarked;
