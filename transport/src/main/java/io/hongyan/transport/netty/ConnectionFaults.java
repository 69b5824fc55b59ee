package io.hongyan.transport.netty;

import io.hongyan.transport.Peer;
import io.netty.handler.codec.CodecException;
import java.io.IOException;
import java.lang.System.Logger.Level;

/// Tells the log why connections broke.
final class ConnectionFaults {
    private static final System.Logger LOG = System.getLogger(NettyConnection.class.getName());

    private ConnectionFaults() {}

    /// What peers and networks do is told to those who look for it only.
    static void log(Peer peer, Throwable fault) {
        if (fault instanceof IOException || fault instanceof CodecException) {
            LOG.log(Level.DEBUG, () -> "connection of " + peer.address() + ": " + fault);
        } else {
            logInternal(peer, fault);
        }
    }

    static void logInternal(Peer peer, Throwable fault) {
        LOG.log(Level.ERROR, "closing the connection of " + peer.address() + " after an internal error", fault);
    }
}
