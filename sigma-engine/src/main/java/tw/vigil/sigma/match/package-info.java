/// What a rule asks of an event: field paths over nested JSON, the tests of values, and the tree that joins them.
@NullMarked
package tw.vigil.sigma.match;

import org.jspecify.annotations.NullMarked;
