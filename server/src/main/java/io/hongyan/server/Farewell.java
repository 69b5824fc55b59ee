package io.hongyan.server;

import io.hongyan.broker.Broker;
import io.hongyan.codec.ReasonCode;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What clients are told when the service stops.
final class Farewell {
    private static final System.Logger LOG = System.getLogger(Server.class.getName());

    private Farewell() {}

    /// How many there are to tell, for people.
    static String connections(Broker broker) {
        long count = broker.stats().connections();
        return count == 1 ? "1 connection" : count + " connections";
    }

    /// Says goodbye to everybody, and waits for acknowledgements on their way.
    ///
    /// @param most how long
    static void say(Broker broker, Duration most, ReasonCode why) {
        long patience = most.toMillis();
        try {
            broker.drain(why, null).get(patience, TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            LOG.log(Level.WARNING, "not every client was told that the service stops within {0} ms", patience);
        } catch (ExecutionException e) {
            LOG.log(Level.WARNING, "not every client was told that the service stops", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
