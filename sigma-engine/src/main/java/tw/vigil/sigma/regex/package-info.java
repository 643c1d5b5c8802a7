/// Regular expressions and globs over the bytes of UTF-8 texts: what they require, and a matcher that is linear in
/// the text and allocates nothing. RE2/J decides what an expression means and remains the judge.
@NullMarked
package tw.vigil.sigma.regex;

import org.jspecify.annotations.NullMarked;
