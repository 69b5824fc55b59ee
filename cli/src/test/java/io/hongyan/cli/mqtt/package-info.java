/// Tests of the commands.
@NullMarked
package io.hongyan.cli.mqtt;

import org.jspecify.annotations.NullMarked;
