/// The official core libraries of Alibaba Cloud, unmodified, against the service.
@NullMarked
package io.hongyan.conformance.openapi;

import org.jspecify.annotations.NullMarked;
