/// Transactions on PostgreSQL, in plain JDBC.
@NullMarked
package tw.vigil.alert.storage;

import org.jspecify.annotations.NullMarked;
