/// Tests of the console.
@NullMarked
package tw.vigil.alert.console;

import org.jspecify.annotations.NullMarked;
