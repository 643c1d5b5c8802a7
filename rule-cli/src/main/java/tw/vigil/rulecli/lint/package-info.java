/// What is wrong with rule files: the engine's rejections, and what our packs ask beyond Sigma.
@NullMarked
package tw.vigil.rulecli.lint;

import org.jspecify.annotations.NullMarked;
