/// The alert: how findings become one, its life cycle, its storage, and what others may ask of it.
@NullMarked
package tw.vigil.alert.alerts;

import org.jspecify.annotations.NullMarked;
