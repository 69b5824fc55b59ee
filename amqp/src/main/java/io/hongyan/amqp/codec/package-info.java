/// The words of AMQP 0-9-1 that every other package uses: methods by number and name, reply codes, and what a peer did
/// wrong.
///
/// The codec turns bytes into values and back. It knows nothing of sockets, threads or sessions.
@NullMarked
package io.hongyan.amqp.codec;

import org.jspecify.annotations.NullMarked;
