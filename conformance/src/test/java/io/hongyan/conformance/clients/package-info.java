/// Clients of other projects against a running server in profile cloud, over each transport that they support.
@NullMarked
package io.hongyan.conformance.clients;

import org.jspecify.annotations.NullMarked;
