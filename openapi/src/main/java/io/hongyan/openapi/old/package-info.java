/// The HTTP APIs that the cloud service had before its OpenAPI, with signatures and codes of their own.
@NullMarked
package io.hongyan.openapi.old;

import org.jspecify.annotations.NullMarked;
