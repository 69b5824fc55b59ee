@NullMarked
package io.hongyan.server.console;

import org.jspecify.annotations.NullMarked;
