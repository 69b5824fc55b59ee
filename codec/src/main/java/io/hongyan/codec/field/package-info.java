/// What packets are encoded with: UTF-8 text, variable byte integers and packet identifiers (chapters 1.5 and 2.2.1).
/// For the other packages of the codec; its module does not export it.
@NullMarked
package io.hongyan.codec.field;

import org.jspecify.annotations.NullMarked;
