package io.hongyan.cluster.agree;

import java.util.concurrent.CompletableFuture;

/// What the nodes of a cluster agree on: a map of keys that all of them see change in one order (linearizable), with
/// leases that delete keys when a node is gone. Each change has a revision, which only grows.
///
/// Keys are plain text, and an agreement has a name space of its own. All calls may be made on any thread, and none
/// blocks. They complete within a time-out that the agreement knows, on any thread. What is refused is a value. Only
/// when no answer came they complete with an [AgreementException]; then what was asked for may have happened or may
/// happen later.
public interface Agreement extends AutoCloseable {
    /// The most writes of one transaction.
    int MAX_WRITES = 64;

    /// The most guards of one transaction.
    int MAX_GUARDS = 128;

    /// The most bytes of a value.
    int MAX_VALUE = 256 * 1024;

    /// Grants a lease. It ends when it was not renewed for its time to live, as the agreement measures it: never sooner
    /// than that after this call was made.
    ///
    /// @param ttlSeconds 1 to 3,600; the granted time may be longer
    CompletableFuture<Lease> grant(int ttlSeconds);

    /// Renews a lease: it now lasts for its time to live, from some moment after this call was made.
    CompletableFuture<Renewal> keepAlive(long lease);

    /// Ends a lease, and deletes its keys in one step. Completes also when there is no such lease.
    CompletableFuture<Void> revoke(long lease);

    /// Reads all keys that begin with the prefix, of one moment not before this call.
    ///
    /// @param prefix empty for all
    CompletableFuture<Range> range(String prefix);

    /// Reads them as they were at a revision.
    ///
    /// @param revision one that was seen; the past is not kept for ever, and asking for what is forgotten fails
    CompletableFuture<Range> range(String prefix, long revision);

    /// Makes all writes in one step, or none.
    CompletableFuture<Outcome> commit(Transaction transaction);

    /// Tells what is below a prefix and then each change, until it is closed. It mends itself: when the connection
    /// breaks, or changes were forgotten before they were read, all is read again.
    ///
    /// @param listener called by one thread at a time, in the order of the revisions
    Watch watch(String prefix, WatchListener listener);

    /// Ends all watches, and lets calls that have no answer fail. Leases are left alone.
    @Override
    void close();

    /// A granted lease.
    ///
    /// @param id never 0
    /// @param ttlSeconds what was granted, 1 or more
    record Lease(long id, int ttlSeconds) {}

    /// What became of a renewal.
    sealed interface Renewal {
        /// @param ttlSeconds the time to live from now on
        record Renewed(int ttlSeconds) implements Renewal {}

        /// The lease has ended, and its keys are deleted.
        record Gone() implements Renewal {}
    }

    /// A watch that can be ended.
    interface Watch extends AutoCloseable {
        /// Nothing is told any more after the call that is under way. May be repeated.
        @Override
        void close();
    }
}
