/// What people type: `./vigil up`, `down`, `status`, `logs`, `send` and `alerts`.
@NullMarked
package tw.vigil.launcher.command;

import org.jspecify.annotations.NullMarked;
