/// Other people's clients against a running server in profile cloud, over every transport they know.
@NullMarked
package io.hongyan.conformance.clients;

import org.jspecify.annotations.NullMarked;
