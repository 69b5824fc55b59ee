/// Tests of subscriptions.
@NullMarked
package io.hongyan.broker.subscription;

import org.jspecify.annotations.NullMarked;
