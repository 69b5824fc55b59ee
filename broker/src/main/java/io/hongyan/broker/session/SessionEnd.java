package io.hongyan.broker.session;

import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.inbox.SharedReturns;
import io.hongyan.broker.route.DeliveryTracker;
import io.hongyan.broker.route.Router;
import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.subscription.SharedGroup;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/// The end of one session. What it had of shared subscriptions goes to other members; the store forgets the session
/// when they, and all receivers of its will, have their messages. After a crash in between the session ends again.
///
/// Confined to its shard.
final class SessionEnd extends DeliveryTracker implements SharedReturns {
    private final ShardContext context;
    private final Router router;
    private final Session session;
    private boolean over;

    SessionEnd(ShardContext context, Router router, Session session) {
        super(context.index(), null);
        this.context = context;
        this.router = router;
        this.session = session;
    }

    /// @return whether it is over at once
    boolean begin() {
        Outbound outbound = session.end();
        if (outbound == null) {
            confirm();
        } else {
            outbound.close(this, this::confirm);
        }
        return over;
    }

    @Override
    public boolean wanted() {
        return !session.home().instance().ended();
    }

    @Override
    public void giveBack(InboxEntry entry) {
        if (entry.message().expired(context.clock().wallMillis())) {
            session.dropped(entry.message(), DropReason.EXPIRED);
            return;
        }
        SharedGroup group = group(entry.options().shareFilter());
        if (group == null || !give(entry, group)) {
            session.dropped(entry.message(), DropReason.SESSION_ENDED);
        }
    }

    /// @return whether there was another member
    private boolean give(InboxEntry entry, SharedGroup group) {
        AtomicBatch copies =
                entry.options().qos() == QoS.EXACTLY_ONCE ? session.store().newBatch() : null;
        return copies == null
                ? router.routeToMember(group, entry.message(), session, this)
                : move(entry, group, copies);
    }

    /// Gives a QoS 2 message to another member in one step: a crash must not leave it with both.
    private boolean move(InboxEntry entry, SharedGroup group, AtomicBatch copies) {
        expect();
        DeliveryTracker move = new DeliveryTracker(shard(), copies) {
            @Override
            protected void delivered() {
                session.store().moved(entry, copies);
                SessionEnd.this.confirm();
            }
        };
        boolean given = router.routeToMember(group, entry.message(), session, move);
        move.confirm();
        return given;
    }

    private @Nullable SharedGroup group(String filter) {
        return session.home().instance().trie().group(TopicFilter.parse(filter));
    }

    @Override
    protected void delivered() {
        over = true;
        session.store().remove();
    }
}
