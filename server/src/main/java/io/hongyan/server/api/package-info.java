/// The cloud's HTTP APIs as a handler of an HTTP endpoint.
@NullMarked
package io.hongyan.server.api;

import org.jspecify.annotations.NullMarked;
