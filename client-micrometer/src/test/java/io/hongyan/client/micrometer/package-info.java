/// Meters of clients that really send and receive.
@NullMarked
package io.hongyan.client.micrometer;

import org.jspecify.annotations.NullMarked;
