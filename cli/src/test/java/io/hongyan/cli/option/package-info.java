/// Tests of the commands.
@NullMarked
package io.hongyan.cli.option;

import org.jspecify.annotations.NullMarked;
