/// Tests of the package of the same name.
@NullMarked
package io.hongyan.server.admin.describe;

import org.jspecify.annotations.NullMarked;
