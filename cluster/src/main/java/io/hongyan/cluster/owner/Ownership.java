package io.hongyan.cluster.owner;

import io.hongyan.broker.message.Clock;
import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.Change;
import io.hongyan.cluster.agree.Range;
import io.hongyan.cluster.agree.WatchListener;
import io.hongyan.cluster.member.LeaseSettings;
import io.hongyan.cluster.member.MemberRecord;
import io.hongyan.cluster.member.Members;
import io.hongyan.cluster.member.NodeLease;
import io.hongyan.cluster.member.Registration;
import io.hongyan.cluster.member.Term;
import io.hongyan.cluster.thread.ClusterThread;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One node of a cluster: its lease, its record, what it owns, and what it knows of the others. It takes part as leader
/// when it is elected.
///
/// Its state is confined to the cluster's thread. [#held], [#isValid], [#epoch], [#table] and [#members] may be asked
/// on any thread, and are one read each.
public final class Ownership {
    private final Agreement agreement;
    private final ClusterThread thread;
    private final OwnershipListener listener;
    private final LiveState live;
    private final Members members;
    private final NodeLease lease;
    private final Registration registration;
    private final Claims claims;
    private final Leader leader;
    private Agreement.@Nullable Watch watch;
    private volatile @Nullable Term present;

    /// @param self what the others are told of this node
    /// @param vshards how many virtual shards the cluster has
    /// @param memberListener hears who comes and goes, this node too
    public Ownership(
            Agreement agreement,
            ClusterThread thread,
            Clock clock,
            MemberRecord self,
            int vshards,
            LeaseSettings leaseSettings,
            OwnerSettings ownerSettings,
            OwnershipListener listener,
            Members.Listener memberListener) {
        this.agreement = agreement;
        this.thread = thread;
        this.listener = listener;
        this.live = new LiveState(vshards);
        this.members = new Members(memberListener);
        this.lease = new NodeLease(agreement, thread, clock, leaseSettings, new Terms());
        this.registration = new Registration(agreement, thread, clock, leaseSettings, self, new Registered());
        this.claims = new Claims(agreement, thread, live, self.name(), listener, lease::fail);
        this.leader =
                new Leader(agreement, thread, clock, live, self.name(), ownerSettings, members::present, lease::fail);
    }

    /// Joins the cluster, as soon as the agreement answers. Once, on any thread.
    public void start() {
        thread.execute(() -> {
            watch = agreement.watch(LiveState.PREFIX, new Live());
            lease.start();
        });
    }

    /// Leaves it at once: the lease ends, and others get what this node owned. Work on it must have ended. Any thread.
    ///
    /// @return completes when the lease has ended; or when no answer came, so that it ends by its time
    public CompletableFuture<Void> leave() {
        var left = new CompletableFuture<Void>();
        thread.execute(() -> {
            if (watch != null) {
                watch.close();
                watch = null;
            }
            thread.whenAnswered(lease.stop(), (_, _) -> left.complete(null));
        });
        return left;
    }

    /// That this node owns the virtual shard: whoever answers for it looks whether it [is valid][Held#isValid]. Any
    /// thread.
    ///
    /// @return null when it does not
    public @Nullable Held held(int vshard) {
        return claims.held(vshard);
    }

    /// Whether this node has a lease at this moment, so that nobody else can own what it owns. Any thread.
    public boolean isValid() {
        Term term = present;
        return term != null && term.isValid();
    }

    /// The epoch of the virtual shard if this node owns it at this moment; 0 if not. Any thread.
    public long epoch(int vshard) {
        Held held = claims.held(vshard);
        return held != null && held.isValid() ? held.epoch() : 0;
    }

    /// Who owns what, as far as this node has heard. Any thread.
    public OwnerTable table() {
        return live.table();
    }

    /// The nodes that have a lease, by name. Any thread.
    public Map<String, MemberRecord> members() {
        return members.present();
    }

    /// The nodes that are to be emptied, whether they are there or not. Any thread.
    public Set<String> drained() {
        return live.drainedNow();
    }

    /// The work on a virtual shard that this node was told to [leave][OwnershipListener#leaving] has ended. From this
    /// call on nothing may be written for it. Any thread.
    public void release(int vshard, long epoch) {
        thread.execute(() -> claims.release(vshard, epoch));
    }

    /// Lets a node be emptied: its virtual shards move to the others, at the pace of all moves. It stays so until
    /// [#undrain], also when the node starts anew. Any thread.
    ///
    /// @return completes when that is agreed
    public CompletableFuture<Void> drain(String node) {
        return ClusterOrders.drain(agreement, node);
    }

    /// Lets a node get virtual shards again.
    public CompletableFuture<Void> undrain(String node) {
        return ClusterOrders.undrain(agreement, node);
    }

    private final class Terms implements NodeLease.Listener {
        @Override
        public void granted(Term term) {
            registration.begin(term);
        }

        @Override
        public void lost(Term term, String why) {
            present = null;
            registration.end();
            leader.end();
            claims.lost(why);
        }
    }

    private final class Registered implements Registration.Listener {
        @Override
        public void registered(Term term) {
            present = term;
            claims.begin(term);
            leader.begin(term);
        }

        @Override
        public void nameTaken(String reason) {
            listener.nameTaken(reason);
        }

        @Override
        public void leaseGone(Term term) {
            lease.fail(term, "etcd has ended the lease of this node");
        }
    }

    /// What the watch tells, brought onto the cluster's thread.
    private final class Live implements WatchListener {
        @Override
        public void snapshot(Range all) {
            thread.execute(() -> {
                live.snapshot(all);
                claims.restarted();
                leader.restarted();
                members.snapshot(all.entries());
                look();
            });
        }

        @Override
        public void changed(List<Change> changes, long revision) {
            thread.execute(() -> {
                live.changed(changes, revision);
                members.changed(changes);
                look();
            });
        }

        @Override
        public void broken(String why) {
            // What this node owns it owns as long as its lease is valid; the rest mends itself with the next snapshot.
        }

        private void look() {
            claims.look();
            leader.changed();
        }
    }
}
