/// The commands of the server: `serve`, `check-config`, `print-config`, `credentials`. Each is mounted under `hongyan`.
@NullMarked
package io.hongyan.server.command;

import org.jspecify.annotations.NullMarked;
