/// Notices of clients that came and went, to another system.
@NullMarked
package io.hongyan.exchange.status;

import org.jspecify.annotations.NullMarked;
