/// Messages on their way to the receivers, and their acknowledgement.
@NullMarked
package io.hongyan.client.receive;

import org.jspecify.annotations.NullMarked;
