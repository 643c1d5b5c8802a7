/// The one JSON form of records that this service writes.
@NullMarked
package tw.vigil.evaluator.json;

import org.jspecify.annotations.NullMarked;
