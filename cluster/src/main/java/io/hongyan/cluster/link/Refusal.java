package io.hongyan.cluster.link;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/// Why a node does not take a link, told to the other side, which reports it too.
///
/// @param text in plain words, with the values that do not fit
public record Refusal(Reason reason, String text) {
    /// What does not fit.
    public enum Reason {
        /// A reason that a later version has and this one does not know.
        UNKNOWN(0),
        /// The two nodes are of different clusters.
        OTHER_CLUSTER(1),
        /// There is no version of the protocol of links that both speak.
        NO_COMMON_VERSION(2),
        /// Both nodes have the same name.
        OWN_NAME(3),
        /// The node is not a member, or not yet as far as this one has heard.
        UNKNOWN_MEMBER(4),
        /// The certificate is there for another node, or there is none.
        CERTIFICATE_OF_ANOTHER(5),
        /// There is no such loop.
        LOOP_OUT_OF_RANGE(6),
        /// A newer start of the same node is a member.
        OLDER_INCARNATION(7),
        /// It is another node that answers at that address.
        ANOTHER_NODE(8),
        /// Without TLS, where that is not allowed.
        NOT_SECURE(9);

        private final int code;

        Reason(int code) {
            this.code = code;
        }

        /// As it stands in a frame.
        int code() {
            return code;
        }

        private static Reason of(int code) {
            for (Reason each : values()) {
                if (each.code == code) {
                    return each;
                }
            }
            return UNKNOWN;
        }
    }

    /// The whole frame.
    byte[] frame() {
        byte[] words = Texts.encoded(text);
        int bodyBytes = 1 + 2 + words.length;
        ByteBuffer out = ByteBuffer.allocate(LinkFrames.HEAD_BYTES + bodyBytes);
        LinkFrames.head(out, LinkFrames.REFUSED, bodyBytes).put((byte) reason.code());
        return Texts.put(out, words).array();
    }

    /// @param body of its frame
    /// @throws LinkException when it cannot be read
    static Refusal read(ByteBuffer body) {
        try {
            Reason reason = Reason.of(body.get() & 0xff);
            return new Refusal(reason, Texts.take(body));
        } catch (BufferUnderflowException e) {
            throw new LinkException("REFUSED that ends too early");
        }
    }
}
