/// Where a configuration comes from: YAML, environment and command line become one tree, and the tree becomes the
/// records of the package above; back to text for `print-config`.
@NullMarked
package io.hongyan.server.config.source;

import org.jspecify.annotations.NullMarked;
