/// What business systems cost, beside devices and another broker.
@NullMarked
package io.hongyan.bench.amqp;

import org.jspecify.annotations.NullMarked;
