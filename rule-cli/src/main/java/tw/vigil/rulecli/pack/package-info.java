/// Rules, watch-lists, mappings and registers as they lie on disk or in the built-in pack, and events as they
/// lie in files.
@NullMarked
package tw.vigil.rulecli.pack;

import org.jspecify.annotations.NullMarked;
