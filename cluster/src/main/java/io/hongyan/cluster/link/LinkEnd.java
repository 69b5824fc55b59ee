package io.hongyan.cluster.link;

/// Why a link is closed.
///
/// @param text in plain words
public record LinkEnd(Kind kind, String text) {
    /// Who or what ended it.
    public enum Kind {
        /// The node is no member any more, or came back with another incarnation.
        LEFT,
        /// The connection ended or broke.
        LOST,
        /// Nothing came from the other side for too long.
        SILENT,
        /// The other side refused it after all.
        REFUSED,
        /// The other side sent what no node sends.
        PROTOCOL,
        /// A user of the link threw an exception here.
        FAILED,
        /// A user of the link closed it.
        CLOSED,
        /// The other side opened it anew.
        REPLACED,
        /// This node ends its links.
        STOPPED
    }

    /// Whether what was appended before is still sent.
    boolean sendsRest() {
        return switch (kind) {
            case LEFT, CLOSED, STOPPED, REFUSED -> true;
            case LOST, SILENT, PROTOCOL, FAILED, REPLACED -> false;
        };
    }
}
