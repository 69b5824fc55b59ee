/// Our codec compared with others: each reads what the other writes.
@NullMarked
package io.hongyan.conformance.codec;

import org.jspecify.annotations.NullMarked;
