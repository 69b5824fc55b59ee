/// The commands that publish and subscribe: `hongyan pub` and `hongyan sub`.
@NullMarked
package io.hongyan.cli.pubsub;

import org.jspecify.annotations.NullMarked;
