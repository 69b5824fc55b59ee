/// Load with planned times: `hongyan bench`.
@NullMarked
package io.hongyan.cli.bench;

import org.jspecify.annotations.NullMarked;
