/// Which fields events show, which fields rules use, and what a misspelt name was meant to be.
@NullMarked
package tw.vigil.rulecli.fields;

import org.jspecify.annotations.NullMarked;
