/// Properties of MQTT 5.0: their names and types, which packets may have them, and a set of them as one value that
/// keeps the encoded bytes.
@NullMarked
package io.hongyan.codec.property;

import org.jspecify.annotations.NullMarked;
