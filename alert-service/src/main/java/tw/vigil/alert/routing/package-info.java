/// Which unit answers for an alert, who else learns of it, and by which channels.
@NullMarked
package tw.vigil.alert.routing;

import org.jspecify.annotations.NullMarked;
