/// Between frames and values: methods and content headers decoded, methods and deliveries encoded.
@NullMarked
package io.hongyan.amqp.codec.wire;

import org.jspecify.annotations.NullMarked;
