/// The broker program: configuration, wiring, metrics, logging.
@NullMarked
package io.hongyan.server;

import org.jspecify.annotations.NullMarked;
