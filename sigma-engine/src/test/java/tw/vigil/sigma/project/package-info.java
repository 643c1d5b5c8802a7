@NullMarked
package tw.vigil.sigma.project;

import org.jspecify.annotations.NullMarked;
