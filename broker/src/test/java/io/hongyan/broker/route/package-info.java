/// Tests of routing.
@NullMarked
package io.hongyan.broker.route;

import org.jspecify.annotations.NullMarked;
