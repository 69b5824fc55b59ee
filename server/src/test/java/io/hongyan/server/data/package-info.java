/// Tests of the data folder.
@NullMarked
package io.hongyan.server.data;

import org.jspecify.annotations.NullMarked;
