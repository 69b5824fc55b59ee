/// Comparison of client libraries: the cost of a message, a connection and an idle client.
@NullMarked
package io.hongyan.bench.client;

import org.jspecify.annotations.NullMarked;
