/// The hongyan command: serve, publish, subscribe, administer.
@NullMarked
package io.hongyan.cli;

import org.jspecify.annotations.NullMarked;
