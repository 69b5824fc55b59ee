/// A small HTTP server for the few who run the broker: bounded bodies, bounded time, answers made by plain functions.
@NullMarked
package io.hongyan.server.http;

import org.jspecify.annotations.NullMarked;
