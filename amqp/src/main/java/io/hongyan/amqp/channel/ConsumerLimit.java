package io.hongyan.amqp.channel;

/// How many consumers all channels of one connection have, 1,000 at most.
///
/// Confined to the loop of the connection.
public final class ConsumerLimit {
    static final int MOST = 1_000;

    private int taken;

    /// @return false when there is no room for another one
    boolean take() {
        if (taken >= MOST) {
            return false;
        }
        taken++;
        return true;
    }

    void give() {
        taken--;
    }
}
