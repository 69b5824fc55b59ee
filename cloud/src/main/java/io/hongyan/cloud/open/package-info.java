/// Users and access control lists of profile open, and the parsers of their files.
@NullMarked
package io.hongyan.cloud.open;

import org.jspecify.annotations.NullMarked;
