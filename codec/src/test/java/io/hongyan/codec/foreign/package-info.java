/// Programs of others that tests run.
@NullMarked
package io.hongyan.codec.foreign;

import org.jspecify.annotations.NullMarked;
