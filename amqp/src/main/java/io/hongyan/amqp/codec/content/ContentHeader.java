package io.hongyan.amqp.codec.content;

/// What follows a method that carries content.
///
/// @param bodySize the bytes of the body, 0 or more; so many come in body frames, none when it is 0
public record ContentHeader(long bodySize, BasicProperties properties) {
    public ContentHeader {
        if (bodySize < 0) {
            throw new IllegalArgumentException("a body has 0 bytes or more, not " + bodySize);
        }
    }
}
