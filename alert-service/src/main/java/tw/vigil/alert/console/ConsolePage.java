package tw.vigil.alert.console;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/// Marks the resources whose answers are pages, for [PageHeaders].
@NameBinding
@Retention(RUNTIME)
@Target(TYPE)
@interface ConsolePage {}
