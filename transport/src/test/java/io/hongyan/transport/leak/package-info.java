/// Finds buffers that nobody gave back, in the tests of all modules that have this on their path.
@NullMarked
package io.hongyan.transport.leak;

import org.jspecify.annotations.NullMarked;
