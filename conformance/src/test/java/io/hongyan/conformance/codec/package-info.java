/// The codec beside those of others: what one writes, the other reads the same.
@NullMarked
package io.hongyan.conformance.codec;

import org.jspecify.annotations.NullMarked;
