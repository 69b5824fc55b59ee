/// The rules of each instance, answering what the broker asks about its clients.
@NullMarked
package io.hongyan.cloud.rules;

import org.jspecify.annotations.NullMarked;
