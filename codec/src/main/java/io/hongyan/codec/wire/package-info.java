/// Between packets and bytes: frames cut out of a stream, the fixed header judged as it comes, packets decoded and
/// encoded.
@NullMarked
package io.hongyan.codec.wire;

import org.jspecify.annotations.NullMarked;
