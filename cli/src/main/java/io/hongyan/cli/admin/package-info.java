/// The commands that manage a running service over its admin interface: `hongyan admin` and `hongyan token`.
@NullMarked
package io.hongyan.cli.admin;

import org.jspecify.annotations.NullMarked;
