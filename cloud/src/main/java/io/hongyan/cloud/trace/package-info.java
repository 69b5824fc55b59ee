/// Traces of devices and messages, as the cloud service has them: what happened to a client, and to a message.
@NullMarked
package io.hongyan.cloud.trace;

import org.jspecify.annotations.NullMarked;
