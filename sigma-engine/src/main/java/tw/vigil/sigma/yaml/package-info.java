/// Rule files as nodes: YAML 1.2 without tags, bounded, each node with its place in the file.
@NullMarked
package tw.vigil.sigma.yaml;

import org.jspecify.annotations.NullMarked;
