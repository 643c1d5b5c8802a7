/// Who may sign in, and as what.
@NullMarked
package tw.vigil.alert.accounts;

import org.jspecify.annotations.NullMarked;
