/// Reads only what rules look at out of an event's bytes, and checks all of them.
@NullMarked
package tw.vigil.sigma.project;

import org.jspecify.annotations.NullMarked;
