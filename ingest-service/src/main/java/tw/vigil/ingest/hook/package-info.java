/// What vendors push over HTTPS: how each one shakes hands and proves that it is the sender. A hook hands the body on
/// as it came; what lies in it is the business of [tw.vigil.ingest.envelope] and of the source. Nothing here knows the
/// HTTP server, so that each hook is tested without one.
@NullMarked
package tw.vigil.ingest.hook;

import org.jspecify.annotations.NullMarked;
