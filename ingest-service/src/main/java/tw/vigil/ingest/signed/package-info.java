/// Requests that their sender signed: HMAC-SHA256 or Ed25519 over a time and the body.
@NullMarked
package tw.vigil.ingest.signed;

import org.jspecify.annotations.NullMarked;
