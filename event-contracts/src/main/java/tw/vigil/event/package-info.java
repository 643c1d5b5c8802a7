/// What travels on Vigil's topics: topic names, record headers and the JSON values. Each service reads and writes these
/// shapes and nothing else of its neighbours. The JSON Schemas lie beside the classes under `/schemas`.
@NullMarked
package tw.vigil.event;

import org.jspecify.annotations.NullMarked;
