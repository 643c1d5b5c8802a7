/// How many records came in and what became of them.
@NullMarked
package tw.vigil.ingest.ledger;

import org.jspecify.annotations.NullMarked;
