package io.hongyan.codec.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Names the rules of the cloud service that a test shows profile cloud to hold, or to lift as documented.
///
/// The ids stand in `checks/src/test/resources/cloud-rules.tsv`; one that does not fails the build, as does a rule
/// without a test. `docs/cloud-rules.md` is made from both.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface CloudRule {
    /// The ids, at least one.
    String[] value();
}
