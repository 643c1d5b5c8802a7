/// Sigma as a pure Java library: rule files in, a compiled and immutable [RuleSet] out, which says of every
/// event what matched and why. Depends on a YAML parser and on RE2/J, on nothing else.
@NullMarked
package tw.vigil.sigma;

import org.jspecify.annotations.NullMarked;
