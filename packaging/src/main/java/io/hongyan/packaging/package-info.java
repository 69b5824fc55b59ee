/// What the packages contain besides the program: manual pages and completions.
@NullMarked
package io.hongyan.packaging;

import org.jspecify.annotations.NullMarked;
