/// Tests of the admin interface.
@NullMarked
package io.hongyan.server.admin;

import org.jspecify.annotations.NullMarked;
