/// What a command sees of the world around it: streams, environment, exit codes.
@NullMarked
package io.hongyan.cli.terminal;

import org.jspecify.annotations.NullMarked;
