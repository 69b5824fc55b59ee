package io.hongyan.store.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import io.hongyan.broker.message.Clock;
import io.hongyan.store.cassandra.engine.Database;
import io.hongyan.store.cassandra.engine.Fault;
import io.hongyan.store.cassandra.engine.Statements;
import io.hongyan.store.cassandra.health.StoreHealth;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Sends the batches of a round, a bounded number at a time, each until Cassandra has acknowledged it. What is sent
/// again has the same keys and times, so it does no harm when the first attempt has taken effect.
///
/// Called by the writer's thread; the answers come on threads of the driver.
final class BatchSender {
    private static final int MOST_IN_FLIGHT = 128;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LAST_PAUSE_MILLIS = 1000;
    private static final long CLOSING_MILLIS = 5000;
    private static final long LOOK_MILLIS = 100;

    private final Database database;
    private final Statements statements;
    private final Ownership ownership;
    private final StoreHealth health;
    private final ScheduledExecutorService timer;
    private final Supplier<Clock> clock;
    private final Clock machine;
    private final Semaphore permits = new Semaphore(MOST_IN_FLIGHT);

    /// When the store began to close, in steady milliseconds; 0 while it does not.
    private volatile long closingSince;

    BatchSender(
            Database database,
            Statements statements,
            Ownership ownership,
            StoreHealth health,
            ScheduledExecutorService timer,
            Supplier<Clock> clock,
            Clock machine) {
        this.database = database;
        this.statements = statements;
        this.ownership = ownership;
        this.health = health;
        this.timer = timer;
        this.clock = clock;
        this.machine = machine;
    }

    /// What is being sent gets a few seconds more.
    void close() {
        closingSince = Math.max(1, machine.steadyMillis());
    }

    /// How a round ended.
    enum Outcome {
        WRITTEN,
        /// Parts of it belong to virtual shards that others have now.
        PARTLY,
        /// The store has failed or was closed meanwhile.
        GIVEN_UP
    }

    /// Sends a round and waits until everything of it is durable.
    Outcome send(Round round) throws InterruptedException {
        Sending sending = new Sending(round.chains().size());
        for (Round.Chain chain : round.chains()) {
            while (!permits.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (isOver()) {
                    return Outcome.GIVEN_UP;
                }
            }
            sending.next(chain);
        }
        while (!sending.left.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (isOver()) {
                return Outcome.GIVEN_UP;
            }
        }
        if (health.failedWhy() != null) {
            return Outcome.GIVEN_UP;
        }
        return sending.lost.get() ? Outcome.PARTLY : Outcome.WRITTEN;
    }

    private boolean isOver() {
        long since = closingSince;
        return health.failedWhy() != null || (since != 0 && machine.steadyMillis() - since > CLOSING_MILLIS);
    }

    /// One round under way.
    private final class Sending {
        private final CountDownLatch left;
        private final AtomicBoolean lost = new AtomicBoolean();

        Sending(int chains) {
            this.left = new CountDownLatch(chains);
        }

        /// Sends the next batch of a chain.
        private void next(Round.Chain chain) {
            RowBatch batch = chain.next();
            while (batch != null && batch.size() == 0) {
                health.waits(-batch.counted());
                batch = chain.next();
            }
            if (batch == null) {
                permits.release();
                left.countDown();
            } else {
                attempt(new Attempt(
                        chain, batch, batch.statement(statements, clock.get().wallMillis()), FIRST_PAUSE_MILLIS));
            }
        }

        /// @param pause before the next attempt, in milliseconds
        private record Attempt(Round.Chain chain, RowBatch batch, BatchStatement statement, long pause) {
            Attempt again() {
                return new Attempt(chain, batch, statement, Math.min(LAST_PAUSE_MILLIS, 2 * pause));
            }
        }

        private void attempt(Attempt attempt) {
            if (!isOurs(attempt.batch())) {
                lost.set(true);
                written(attempt);
                return;
            }
            CompletionStage<?> answer;
            try {
                answer = database.write(attempt.statement());
            } catch (RuntimeException e) {
                failed(attempt, e);
                return;
            }
            var _ = answer.whenComplete((_, fault) -> {
                if (fault == null) {
                    if (!isOurs(attempt.batch())) {
                        lost.set(true);
                    }
                    written(attempt);
                } else {
                    failed(attempt, fault);
                }
            });
        }

        private boolean isOurs(RowBatch batch) {
            return batch.partitions().stream()
                    .allMatch(partition ->
                            !(partition instanceof Partition.OfVShard vshard) || ownership.mayWrite(vshard.number()));
        }

        private void written(Attempt attempt) {
            health.waits(-attempt.batch().counted());
            next(attempt.chain());
        }

        private void failed(Attempt attempt, Throwable fault) {
            String reason = Fault.reason(fault);
            if (Fault.isPermanent(fault)) {
                health.fail("Cassandra refuses a write, and would refuse it again: " + reason, fault);
                return;
            }
            if (isOver()) {
                return; // nobody waits any more
            }
            health.writeFailed(reason);
            ownership.check();
            var _ = timer.schedule(() -> attempt(attempt.again()), attempt.pause(), TimeUnit.MILLISECONDS);
        }
    }
}
