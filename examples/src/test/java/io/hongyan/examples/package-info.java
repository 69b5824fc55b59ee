/// Each example as a user runs it, against a whole service.
@NullMarked
package io.hongyan.examples;

import org.jspecify.annotations.NullMarked;
