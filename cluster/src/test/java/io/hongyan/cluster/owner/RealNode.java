package io.hongyan.cluster.owner;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.etcd.EtcdAgreement;
import io.hongyan.cluster.etcd.EtcdOptions;
import io.hongyan.cluster.member.LeaseSettings;
import io.hongyan.cluster.member.MemberRecord;
import io.hongyan.cluster.member.Members;
import io.hongyan.cluster.thread.OwnThread;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/// One node with a thread, a clock and connections to etcd of its own, which hands back at once what it is to leave.
final class RealNode implements OwnershipListener, Members.Listener, AutoCloseable {
    private static final Clock CLOCK = new SystemClock();
    private static final AtomicInteger INCARNATIONS = new AtomicInteger();

    final Ownership ownership;
    final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    final AtomicInteger losses = new AtomicInteger();
    private final EtcdAgreement agreement;
    private final OwnThread thread;
    private final AtomicLongArray epochs;

    /// @param epochs the highest epoch of each virtual shard so far, of all nodes
    RealNode(String name, List<String> endpoints, AtomicLongArray epochs) {
        this.epochs = epochs;
        agreement = new EtcdAgreement(new EtcdOptions(endpoints, "/hongyan/test/"));
        thread = new OwnThread(failure -> faults.add(failure.toString()));
        var self = new MemberRecord(
                name, "run" + INCARNATIONS.incrementAndGet(), "127.0.0.1:1", 2, "1", CLOCK.wallMillis(), "", "", "");
        ownership = new Ownership(
                agreement,
                thread,
                CLOCK,
                self,
                VShard.COUNT,
                LeaseSettings.DEFAULT,
                new OwnerSettings(4_000, 1_000),
                this,
                this);
        ownership.start();
    }

    /// What is left of a process that was killed: a lease that nobody renews.
    void kill() {
        thread.close();
        agreement.close();
    }

    int owned() {
        int count = 0;
        for (int vshard = 0; vshard < VShard.COUNT; vshard++) {
            count += ownership.epoch(vshard) != 0 ? 1 : 0;
        }
        return count;
    }

    @Override
    public void acquired(int vshard, long epoch) {
        long before = epochs.getAndAccumulate(vshard, epoch, Math::max);
        if (before >= epoch) {
            faults.add("virtual shard " + vshard + " has epoch " + epoch + " after " + before);
        }
    }

    @Override
    public void leaving(int vshard, long epoch) {
        ownership.release(vshard, epoch);
    }

    @Override
    public void released(int vshard) {}

    @Override
    public void lostAll(String why) {
        losses.incrementAndGet();
    }

    @Override
    public void nameTaken(String reason) {
        faults.add(reason);
    }

    @Override
    public void joined(MemberRecord member) {}

    @Override
    public void left(MemberRecord member) {}

    /// Ends the node in good order.
    @Override
    public void close() {
        ownership.leave().orTimeout(10, TimeUnit.SECONDS).join();
        kill();
    }
}
