package io.hongyan.codec.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Names the statements of the standards that a test shows to hold.
///
/// An id is the version, a slash and the number that the standard gives: `3.1.1/MQTT-3.3.1-5` or
/// `5.0/MQTT-3.3.1-5` (the two number differently, so the version is always written). On a class it
/// counts for the class as a whole. The repository's checks read it from the compiled tests; an id that
/// no standard has fails the build.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Spec {
    /// The ids, at least one.
    String[] value();
}
