/// Tests of the commands.
@NullMarked
package io.hongyan.cli.admin;

import org.jspecify.annotations.NullMarked;
