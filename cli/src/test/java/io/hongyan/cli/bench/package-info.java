/// Tests of the commands.
@NullMarked
package io.hongyan.cli.bench;

import org.jspecify.annotations.NullMarked;
