/// Rule sets as revisions: the topic that holds them, the instance that follows it, and who may publish.
@NullMarked
package tw.vigil.evaluator.revision;

import org.jspecify.annotations.NullMarked;
