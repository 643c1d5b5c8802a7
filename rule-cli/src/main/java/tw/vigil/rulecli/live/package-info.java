/// The rules of a running Vigil: what is in use, and how the next rule set gets there.
@NullMarked
package tw.vigil.rulecli.live;

import org.jspecify.annotations.NullMarked;
