package io.hongyan.broker.session;

import io.hongyan.broker.auth.DeliveryPace;

/// What waited for an absent client is sent in batches with a pause between them, once the client is back.
///
/// Confined to the session's shard.
final class OfflineBatches {
    private final DeliveryPace pace;
    private int left;
    private boolean pausing;

    OfflineBatches(DeliveryPace pace) {
        this.pace = pace;
        this.left = pace.offlineBatch();
    }

    /// Whether another message may be sent now. If not, the next batch begins after the pause.
    ///
    /// @param next begins it
    boolean open(ClientConnection connection, Runnable next) {
        if (left > 0) {
            return true;
        }
        if (!pausing) {
            pausing = true;
            connection.after(pace.offlineInterval(), () -> {
                pausing = false;
                left = pace.offlineBatch();
                next.run();
            });
        }
        return false;
    }

    void sent() {
        left--;
    }
}
