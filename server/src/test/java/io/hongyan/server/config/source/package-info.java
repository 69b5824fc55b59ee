/// The tests of reading a configuration.
@NullMarked
package io.hongyan.server.config.source;

import org.jspecify.annotations.NullMarked;
