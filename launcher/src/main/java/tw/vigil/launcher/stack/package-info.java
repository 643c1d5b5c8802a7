/// The whole of Vigil on one machine: broker, database and the three services, started, watched and ended together.
@NullMarked
package tw.vigil.launcher.stack;

import org.jspecify.annotations.NullMarked;
