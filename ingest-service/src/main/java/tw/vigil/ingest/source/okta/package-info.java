/// The Okta System Log.
@NullMarked
package tw.vigil.ingest.source.okta;

import org.jspecify.annotations.NullMarked;
