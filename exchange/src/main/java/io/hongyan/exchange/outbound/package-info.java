/// Messages of clients to another system.
@NullMarked
package io.hongyan.exchange.outbound;

import org.jspecify.annotations.NullMarked;
