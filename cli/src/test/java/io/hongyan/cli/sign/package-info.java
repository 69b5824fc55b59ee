/// Tests of the commands.
@NullMarked
package io.hongyan.cli.sign;

import org.jspecify.annotations.NullMarked;
