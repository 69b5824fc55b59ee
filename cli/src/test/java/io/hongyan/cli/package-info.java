/// Tests of the commands.
@NullMarked
package io.hongyan.cli;

import org.jspecify.annotations.NullMarked;
