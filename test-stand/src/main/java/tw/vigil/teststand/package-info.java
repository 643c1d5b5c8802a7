/// A Kafka and a PostgreSQL for tests. One of each serves all tests of a JVM; they end with it.
@NullMarked
package tw.vigil.teststand;

import org.jspecify.annotations.NullMarked;
