/// New rules from templates, each with the events that prove it.
@NullMarked
package tw.vigil.rulecli.scaffold;

import org.jspecify.annotations.NullMarked;
