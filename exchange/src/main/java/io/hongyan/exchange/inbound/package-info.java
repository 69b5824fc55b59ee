/// Messages of another system to clients.
@NullMarked
package io.hongyan.exchange.inbound;

import org.jspecify.annotations.NullMarked;
