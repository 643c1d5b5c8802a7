/// The list of metrics that dashboard and alert rules rely on, and its comparison with what a service really exposes.
@NullMarked
package tw.vigil.deploy;

import org.jspecify.annotations.NullMarked;
