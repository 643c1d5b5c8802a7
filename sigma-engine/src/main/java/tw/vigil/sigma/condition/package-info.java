/// The `condition` of detections, filters and boolean correlations as a syntax tree.
@NullMarked
package tw.vigil.sigma.condition;

import org.jspecify.annotations.NullMarked;
