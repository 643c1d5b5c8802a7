/// What the transports have in common that fetch or receive by themselves: delivery, patience, counting.
@NullMarked
package tw.vigil.ingest.transport;

import org.jspecify.annotations.NullMarked;
