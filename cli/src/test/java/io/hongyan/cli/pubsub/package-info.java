/// Tests of the commands.
@NullMarked
package io.hongyan.cli.pubsub;

import org.jspecify.annotations.NullMarked;
