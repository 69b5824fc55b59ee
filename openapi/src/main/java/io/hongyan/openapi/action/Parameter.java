package io.hongyan.openapi.action;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a parameter of an action may be. Its name on the wire is that of the component with a capital letter.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Parameter {
    /// For the documentation.
    String value();

    boolean required() default true;

    /// Characters of a text, or items of a list.
    int longest() default 256;

    /// The smallest number.
    long least() default 0;

    /// The largest number.
    long most() default Long.MAX_VALUE;

    /// The texts that it may be; empty for any.
    String[] oneOf() default {};

    /// Whether U+0000 may stand in it, which no name has.
    boolean zero() default false;

    /// Whether it may stand in no log.
    boolean secret() default false;

    /// A value that works in the examples of the documentation; with `.N` left out for lists.
    String example() default "";
}
