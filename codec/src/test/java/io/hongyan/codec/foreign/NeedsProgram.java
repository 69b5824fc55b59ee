package io.hongyan.codec.foreign;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// The tests run programs of others. Where one is missing they are skipped, and the reason names it.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(ProgramCondition.class)
public @interface NeedsProgram {
    /// Names of programs, each looked for in `PATH`, `/usr/sbin` and `/usr/local/sbin`.
    String[] value();

    /// The folder of a `package.json` whose packages `npm install` must have put there, relative to the module's; empty
    /// = none is needed.
    String packages() default "";
}
