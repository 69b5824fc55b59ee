/// What methods and content headers are made of: short and long strings, integers and field tables (AMQP 0-9-1, 4.2.5).
@NullMarked
package io.hongyan.amqp.codec.field;

import org.jspecify.annotations.NullMarked;
