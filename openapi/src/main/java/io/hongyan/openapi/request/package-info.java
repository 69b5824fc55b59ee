/// From the bytes of a request to the record that an action takes.
@NullMarked
package io.hongyan.openapi.request;

import org.jspecify.annotations.NullMarked;
