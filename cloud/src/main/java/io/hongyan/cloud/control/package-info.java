/// The `$SYS` commands, and what happens to connected clients when their credentials or rights change.
@NullMarked
package io.hongyan.cloud.control;

import org.jspecify.annotations.NullMarked;
