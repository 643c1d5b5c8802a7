/// Where the fields that rules speak of lie in the raw events of a source; the file format is in the module's
/// README.
@NullMarked
package tw.vigil.sigma.mapping;

import org.jspecify.annotations.NullMarked;
