@NullMarked
package tw.vigil.sigma.condition;

import org.jspecify.annotations.NullMarked;
