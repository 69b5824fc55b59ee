/// The commands that publish and subscribe: `hongyan pub`, `hongyan sub` and `hongyan rr`.
@NullMarked
package io.hongyan.cli.pubsub;

import org.jspecify.annotations.NullMarked;
