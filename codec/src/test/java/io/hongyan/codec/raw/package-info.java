/// A raw MQTT client for the tests of all modules: it sends what it is told and shows what comes.
@NullMarked
package io.hongyan.codec.raw;

import org.jspecify.annotations.NullMarked;
