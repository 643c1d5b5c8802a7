/// Plays files of events through the production engine, offline.
@NullMarked
package tw.vigil.rulecli.play;

import org.jspecify.annotations.NullMarked;
