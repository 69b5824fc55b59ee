/// Tests of JSON.
@NullMarked
package io.hongyan.server.json;

import org.jspecify.annotations.NullMarked;
