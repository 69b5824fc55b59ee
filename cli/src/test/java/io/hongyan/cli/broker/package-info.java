/// The commands against whole brokers: ours, and somebody else's.
@NullMarked
package io.hongyan.cli.broker;

import org.jspecify.annotations.NullMarked;
