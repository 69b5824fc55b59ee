package io.hongyan.cluster.model;

import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.AgreementException;
import io.hongyan.cluster.agree.Outcome;
import io.hongyan.cluster.agree.Range;
import io.hongyan.cluster.agree.Transaction;
import io.hongyan.cluster.agree.WatchListener;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// A machine's way to the model of the agreement. A call takes a while to get there and its answer a while to come
/// back; either may be lost, and a call may arrive long after its caller has given up.
public final class ModelConnection implements Agreement {
    private static final long TIME_OUT = 2_000_000_000;

    private final AgreementModel model;
    private final VirtualTime time;
    private final SplittableRandom random;
    private final Machine machine;
    private final List<ModelWatch> watches = new ArrayList<>();
    private Network network = Network.GOOD;
    private boolean closed;

    ModelConnection(AgreementModel model, VirtualTime time, SplittableRandom random, Machine machine) {
        this.model = model;
        this.time = time;
        this.random = random;
        this.machine = machine;
    }

    /// How messages fare from now on.
    public void network(Network now) {
        network = now;
    }

    /// Breaks all watches, as a lost connection does.
    public void breakWatches() {
        watches.forEach(ModelWatch::breakNow);
    }

    boolean isClosed() {
        return closed || machine.isDead();
    }

    void changed() {
        watches.removeIf(ModelWatch::isClosed);
        watches.forEach(ModelWatch::changed);
    }

    long delay() {
        long most = random.nextInt(1000) < network.slowPart() ? network.slow() : network.usual();
        return random.nextLong(most + 1);
    }

    boolean isReachable() {
        return !machine.isCut() && !closed;
    }

    private boolean arrives() {
        return isReachable() && random.nextInt(1000) >= network.lostPart();
    }

    private <T> CompletableFuture<T> call(String name, Supplier<T> operation) {
        var answer = new CompletableFuture<T>();
        time.after(
                TIME_OUT, () -> answer.completeExceptionally(new AgreementException("no answer within 2 s: " + name)));
        if (arrives()) {
            time.after(delay(), () -> {
                if (!isReachable()) {
                    return;
                }
                try {
                    T result = operation.get();
                    if (arrives()) {
                        time.after(delay(), () -> answer(answer, result));
                    }
                } catch (AgreementException e) {
                    time.after(delay(), () -> answer.completeExceptionally(e));
                }
            });
        }
        return answer;
    }

    private <T> void answer(CompletableFuture<T> answer, T result) {
        if (isReachable()) {
            answer.complete(result);
        }
    }

    @Override
    public CompletableFuture<Lease> grant(int ttlSeconds) {
        return call("grant", () -> model.grant(ttlSeconds));
    }

    @Override
    public CompletableFuture<Renewal> keepAlive(long lease) {
        return call("keep alive", () -> model.keepAlive(lease));
    }

    @Override
    public CompletableFuture<Void> revoke(long lease) {
        return call("revoke", () -> {
                    model.revoke(lease);
                    return lease;
                })
                .thenAccept(_ -> {});
    }

    @Override
    public CompletableFuture<Range> range(String prefix) {
        return call("range", () -> model.range(prefix));
    }

    @Override
    public CompletableFuture<Range> range(String prefix, long revision) {
        return call("range", () -> model.range(prefix, revision));
    }

    @Override
    public CompletableFuture<Outcome> commit(Transaction transaction) {
        return call("commit", () -> model.commit(transaction));
    }

    @Override
    public Watch watch(String prefix, WatchListener listener) {
        var watch = new ModelWatch(model, this, time, prefix, listener);
        watches.add(watch);
        watch.begin();
        return watch;
    }

    @Override
    public void close() {
        closed = true;
        watches.forEach(ModelWatch::close);
    }
}
