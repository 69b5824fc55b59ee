@NullMarked
package io.hongyan.client.session;

import org.jspecify.annotations.NullMarked;
