/// The engine of a client: its session, its connections one after the other, its subscriptions and requests.
@NullMarked
package io.hongyan.client.session;

import org.jspecify.annotations.NullMarked;
