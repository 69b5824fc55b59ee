/// Events and observers of a client.
@NullMarked
package io.hongyan.client.event;

import org.jspecify.annotations.NullMarked;
