/// Customer data and secrets that have no business in an audit trail: found, replaced by ciphertext, told of. Nothing
/// of this package knows Kafka or HTTP, except [tw.vigil.ingest.protect.Protection] that ties it in.
@NullMarked
package tw.vigil.ingest.protect;

import org.jspecify.annotations.NullMarked;
