/// A log line goes in, somebody is told: the whole of Vigil as processes, with faults in between.
@NullMarked
package tw.vigil.endtoend;

import org.jspecify.annotations.NullMarked;
