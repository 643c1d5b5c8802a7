/// From the topic `vigil.findings` into the alerts.
@NullMarked
package tw.vigil.alert.intake;

import org.jspecify.annotations.NullMarked;
