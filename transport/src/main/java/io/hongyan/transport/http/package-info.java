/// An HTTP server for few callers: bounded requests, bounded time, bounded connections, and every error answered alike.
@NullMarked
package io.hongyan.transport.http;

import org.jspecify.annotations.NullMarked;
