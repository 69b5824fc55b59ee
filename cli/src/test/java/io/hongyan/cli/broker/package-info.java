/// The commands against somebody else's broker.
@NullMarked
package io.hongyan.cli.broker;

import org.jspecify.annotations.NullMarked;
