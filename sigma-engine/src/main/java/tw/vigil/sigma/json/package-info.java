/// Events as values: a strict reader of bounded JSON and the immutable tree that it gives.
@NullMarked
package tw.vigil.sigma.json;

import org.jspecify.annotations.NullMarked;
