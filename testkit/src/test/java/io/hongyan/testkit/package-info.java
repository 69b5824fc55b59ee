/// The tests of the in-process broker.
@NullMarked
package io.hongyan.testkit;

import org.jspecify.annotations.NullMarked;
