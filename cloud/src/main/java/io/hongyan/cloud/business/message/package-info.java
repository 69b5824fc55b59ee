/// What messages between devices and business systems look like, whichever way they go.
@NullMarked
package io.hongyan.cloud.business.message;

import org.jspecify.annotations.NullMarked;
