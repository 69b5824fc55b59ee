/// An in-process broker for users' own tests.
@NullMarked
package io.hongyan.testkit;

import org.jspecify.annotations.NullMarked;
