/// The self-signed certificate of a server that was given none.
@NullMarked
package io.hongyan.server.tls;

import org.jspecify.annotations.NullMarked;
