/// Text files that people write.
@NullMarked
package io.hongyan.server.file;

import org.jspecify.annotations.NullMarked;
