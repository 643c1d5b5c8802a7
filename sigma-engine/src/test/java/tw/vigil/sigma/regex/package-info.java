@NullMarked
package tw.vigil.sigma.regex;

import org.jspecify.annotations.NullMarked;
