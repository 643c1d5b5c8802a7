/// The production engine without broker or clock: events in, findings out.
@NullMarked
package tw.vigil.sigma.offline;

import org.jspecify.annotations.NullMarked;
