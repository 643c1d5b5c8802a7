/// What the tests of the service need around it: broker, database, SMTP server, a receiver of hooks.
@NullMarked
package tw.vigil.alert.stand;

import org.jspecify.annotations.NullMarked;
