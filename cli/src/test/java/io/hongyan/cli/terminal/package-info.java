/// Tests of the commands.
@NullMarked
package io.hongyan.cli.terminal;

import org.jspecify.annotations.NullMarked;
