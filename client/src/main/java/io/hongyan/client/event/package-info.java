/// What a client tells of itself: events and observations.
@NullMarked
package io.hongyan.client.event;

import org.jspecify.annotations.NullMarked;
