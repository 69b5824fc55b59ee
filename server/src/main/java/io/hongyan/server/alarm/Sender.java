package io.hongyan.server.alarm;

import java.util.Map;

/// Brings one notice to one receiver, within some seconds.
///
/// @param <R> the kind of receiver
@FunctionalInterface
interface Sender<R> {
    /// @param sentence for people
    /// @param fields the same for programs
    /// @throws UndeliveredException when the receiver did not take it
    /// @throws InterruptedException when the service stops meanwhile
    void send(R receiver, String sentence, Map<String, Object> fields)
            throws UndeliveredException, InterruptedException;
}
