/// The cloud layer as a whole, and fakes for its tests.
@NullMarked
package io.hongyan.cloud;

import org.jspecify.annotations.NullMarked;
