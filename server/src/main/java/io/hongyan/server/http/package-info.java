/// HTTP for the whole service: bounded requests, bounded time, answers made by plain functions. The only place that
/// sees the HTTP library.
@NullMarked
package io.hongyan.server.http;

import org.jspecify.annotations.NullMarked;
