/// Settings of a client with more than one value, and the limits that the server sets.
@NullMarked
package io.hongyan.client.config;

import org.jspecify.annotations.NullMarked;
