/// Amazon SNS: signatures, the certificates they are made with, and confirming a subscription.
@NullMarked
package tw.vigil.ingest.hook.sns;

import org.jspecify.annotations.NullMarked;
