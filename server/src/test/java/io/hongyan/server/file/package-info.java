/// Tests of text files.
@NullMarked
package io.hongyan.server.file;

import org.jspecify.annotations.NullMarked;
