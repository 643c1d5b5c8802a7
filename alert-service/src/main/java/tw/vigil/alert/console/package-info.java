/// The console: server-rendered pages for people, in zh-TW and English.
@NullMarked
package tw.vigil.alert.console;

import org.jspecify.annotations.NullMarked;
