package io.hongyan.transport;

import java.nio.ByteBuffer;

/// Where the frames of a protocol end: all that transport knows of what its connections carry. What is wrong with the
/// bytes of a peer it throws, and [ConnectionHandler#violated] gets it.
///
/// Buffers are read at absolute positions; their own position stays.
///
/// Immutable. Any thread.
public interface Framing {
    /// More bytes are needed to know.
    int INCOMPLETE = -1;

    /// The length of the frame that begins at a position, 1 or more. The rest of it need not have arrived.
    ///
    /// @param limit the end of the bytes that have arrived
    /// @return the length, or [#INCOMPLETE]
    int length(ByteBuffer in, int position, int limit);

    /// Judges the beginning of a frame that is there as a whole. Whoever decodes it judges the rest.
    ///
    /// @param limit the end of the bytes that have arrived, with those behind the frame
    void checkWhole(ByteBuffer in, int position, int limit);

    /// Judges what has arrived of a frame that is not whole, or above the limit: a peer that cannot go on like this
    /// need not send the rest.
    void checkPart(ByteBuffer in, int position, int limit);

    /// What is wrong with a frame above the limit.
    RuntimeException tooLong(int length, int limit);
}
