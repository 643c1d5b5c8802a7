/// Benchmarks as ratios that are measured in one run, so that a slow machine does not look like slow code.
@NullMarked
package tw.vigil.benchmarks;

import org.jspecify.annotations.NullMarked;
