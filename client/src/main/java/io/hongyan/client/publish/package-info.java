/// Messages on their way to the server, and the window of the operations that it has not answered.
@NullMarked
package io.hongyan.client.publish;

import org.jspecify.annotations.NullMarked;
