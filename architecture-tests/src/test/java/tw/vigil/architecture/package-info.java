/// The laws of the project, as tests: who may know whom, how code is written, what the repository must not hold.
@NullMarked
package tw.vigil.architecture;

import org.jspecify.annotations.NullMarked;
