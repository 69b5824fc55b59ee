/// Tests of the small HTTP server.
@NullMarked
package io.hongyan.server.http;

import org.jspecify.annotations.NullMarked;
