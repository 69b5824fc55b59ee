/// Plug-ins: where they are, and what they see of the service.
@NullMarked
package io.hongyan.exchange.plugin;

import org.jspecify.annotations.NullMarked;
