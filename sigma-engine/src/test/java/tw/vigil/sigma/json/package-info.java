@NullMarked
package tw.vigil.sigma.json;

import org.jspecify.annotations.NullMarked;
