/// Signed tokens (RFC 7519) by which Google and Microsoft prove who pushes.
@NullMarked
package tw.vigil.ingest.hook.jwt;

import org.jspecify.annotations.NullMarked;
