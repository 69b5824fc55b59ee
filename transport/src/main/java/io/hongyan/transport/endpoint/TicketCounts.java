package io.hongyan.transport.endpoint;

/// What came of the session tickets that clients showed.
///
/// @param resumed sessions that were resumed
/// @param unknown tickets that no key opens: each cost a full handshake
public record TicketCounts(long resumed, long unknown) {
    public static final TicketCounts NONE = new TicketCounts(0, 0);

    public TicketCounts plus(TicketCounts other) {
        return new TicketCounts(resumed + other.resumed, unknown + other.unknown);
    }
}
