/// From the outbox to people: claim, send, receipt, retry.
@NullMarked
package tw.vigil.alert.notify;

import org.jspecify.annotations.NullMarked;
