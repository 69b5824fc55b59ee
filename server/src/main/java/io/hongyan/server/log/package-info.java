/// Where log lines go and how they look. The only place that knows the logging library.
@NullMarked
package io.hongyan.server.log;

import org.jspecify.annotations.NullMarked;
