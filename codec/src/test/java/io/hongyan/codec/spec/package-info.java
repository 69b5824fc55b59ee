/// Ties tests to the numbered statements of the MQTT standards.
@NullMarked
package io.hongyan.codec.spec;

import org.jspecify.annotations.NullMarked;
