/// Listening and connecting: options, TLS material, and the pipelines that are put together from them.
@NullMarked
package io.hongyan.transport.endpoint;

import org.jspecify.annotations.NullMarked;
