/// The demo: an inbox on this machine that takes Vigil's mails and hooks, and the attack that makes it send some.
@NullMarked
package tw.vigil.launcher.demo;

import org.jspecify.annotations.NullMarked;
