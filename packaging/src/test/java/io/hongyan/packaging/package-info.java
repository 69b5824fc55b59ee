/// The packages as their users have them: unpacked, installed, started, upgraded, removed.
@NullMarked
package io.hongyan.packaging;

import org.jspecify.annotations.NullMarked;
