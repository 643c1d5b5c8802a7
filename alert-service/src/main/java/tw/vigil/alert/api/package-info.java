/// The alerts as a REST interface, for machines and for `./vigil alerts`.
@NullMarked
package tw.vigil.alert.api;

import org.jspecify.annotations.NullMarked;
