package io.hongyan.amqp.connection;

/// A connection as [LoopConnections] sees it. Called on its loop.
interface Live {
    /// Time has passed.
    ///
    /// @param now steady milliseconds
    void tick(long now);

    /// Rights may have changed.
    default void recheck() {}

    /// Rights that are read from the store may have changed.
    ///
    /// @param user whose
    default void refresh(String instance, String user) {}

    /// The same of any user.
    default void refresh() {}

    /// The service stops.
    void stop();
}
