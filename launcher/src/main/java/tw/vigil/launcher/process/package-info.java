/// Child processes: how one is started, watched, found again after a crash of ours, and ended.
@NullMarked
package tw.vigil.launcher.process;

import org.jspecify.annotations.NullMarked;
