/// Who a client of the service has proved to be, and what is remembered of what it may do.
@NullMarked
package io.hongyan.cloud.identity;

import org.jspecify.annotations.NullMarked;
