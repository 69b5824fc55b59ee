/// The HTTP APIs of the cloud service: whoever speaks HTTP gives requests in and takes responses.
@NullMarked
package io.hongyan.openapi;

import org.jspecify.annotations.NullMarked;
