/// The PostgreSQL server of the embedded default.
@NullMarked
package tw.vigil.launcher.database;

import org.jspecify.annotations.NullMarked;
