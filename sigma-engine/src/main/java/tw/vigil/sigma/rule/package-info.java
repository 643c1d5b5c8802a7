/// Rule documents: from YAML nodes to detections, correlations and filters, with every reason why not.
@NullMarked
package tw.vigil.sigma.rule;

import org.jspecify.annotations.NullMarked;
