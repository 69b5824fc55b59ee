/// The client library beside those of others: what a message, a connection and an idle client cost.
@NullMarked
package io.hongyan.bench.client;

import org.jspecify.annotations.NullMarked;
