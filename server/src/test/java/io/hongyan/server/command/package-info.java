/// Tests of the commands.
@NullMarked
package io.hongyan.server.command;

import org.jspecify.annotations.NullMarked;
