/// Realistic vendor events, composed by us from the documented formats: fluent builders for tests, the demo's
/// attack, and a seeded stream for load. Accounts, people, keys and addresses are invented (RFC 5737 networks,
/// documentation accounts).
@NullMarked
package tw.vigil.samples;

import org.jspecify.annotations.NullMarked;
