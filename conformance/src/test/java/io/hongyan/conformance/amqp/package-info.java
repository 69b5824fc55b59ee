/// Business systems that come by AMQP, with the server SDK of the cloud service.
@NullMarked
package io.hongyan.conformance.amqp;

import org.jspecify.annotations.NullMarked;
