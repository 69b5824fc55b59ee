/// What every agreement does, whatever it is made of.
@NullMarked
package io.hongyan.cluster.agree;

import org.jspecify.annotations.NullMarked;
