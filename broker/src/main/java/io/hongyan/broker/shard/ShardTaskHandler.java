package io.hongyan.broker.shard;

import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.route.DeliveryTracker;
import io.hongyan.broker.route.Router;
import io.hongyan.broker.route.ShardDispatcher;
import io.hongyan.broker.route.ShardTask;
import io.hongyan.broker.session.InstanceShard;
import io.hongyan.broker.session.Session;
import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.broker.store.DeliveryOptions;
import io.hongyan.broker.subscription.FrameCache;
import io.hongyan.broker.subscription.Target;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Does what other shards, and the own one, ask of a shard. An error ends the receiver that it met and nothing else;
/// the task is confirmed all the same, so that no publisher waits for ever.
///
/// Confined to its shard.
final class ShardTaskHandler implements ShardDispatcher.Handler {
    private final ShardContext context;
    private final ShardDispatcher dispatcher;
    private final Router router;
    private final Function<String, InstanceShard> instances;
    private final FrameCache fanout = new FrameCache();

    ShardTaskHandler(
            ShardContext context,
            ShardDispatcher dispatcher,
            Router router,
            Function<String, InstanceShard> instances) {
        this.context = context;
        this.dispatcher = dispatcher;
        this.router = router;
        this.instances = instances;
    }

    @Override
    public void handle(ShardTask task) {
        switch (task) {
            case ShardTask.Deliver t -> {
                if (!router.passOn(t)) {
                    stored(t.tracker(), task);
                }
            }
            case ShardTask.DeliverToClient t -> stored(t.tracker(), task);
            case ShardTask.Retain t -> retain(t);
            case ShardTask.Confirm t -> confirmed(t.tracker());
        }
    }

    /// Does a task, and confirms it when what was written for it is durable, or is part of its batch.
    private void stored(@Nullable DeliveryTracker tracker, ShardTask task) {
        AtomicBatch batch = tracker == null ? null : tracker.batch();
        if (tracker == null || batch == null) {
            storedAlone(tracker, task);
        } else {
            context.store().within(batch, () -> attempt(task));
            confirm(tracker);
        }
    }

    /// The same without batch.
    private void storedAlone(@Nullable DeliveryTracker tracker, ShardTask task) {
        long before = context.store().writes();
        attempt(task);
        if (tracker == null) {
            return;
        }
        if (context.store().writes() == before) {
            confirm(tracker);
        } else {
            context.store().whenDurable(() -> confirm(tracker));
        }
    }

    private void retain(ShardTask.Retain task) {
        DeliveryTracker tracker = task.tracker();
        try {
            Runnable confirm = tracker == null ? null : () -> confirm(tracker);
            context.nodes().retain(task.instance(), task.message(), confirm);
        } catch (Throwable error) {
            context.errors().report("a retained message for its owner", error);
            if (tracker != null) {
                confirm(tracker);
            }
        }
    }

    private void confirm(DeliveryTracker tracker) {
        if (tracker.shard() == context.index()) {
            confirmed(tracker);
        } else {
            dispatcher.send(tracker.shard(), new ShardTask.Confirm(tracker));
        }
    }

    private void confirmed(DeliveryTracker tracker) {
        try {
            tracker.confirm();
        } catch (Throwable error) {
            context.errors().report("acknowledging a message", error);
        }
    }

    private void attempt(ShardTask task) {
        try {
            switch (task) {
                case ShardTask.Deliver t -> deliver(t);
                case ShardTask.DeliverToClient t -> deliver(t);
                case ShardTask.Retain _, ShardTask.Confirm _ ->
                    throw new IllegalStateException("nothing to store: " + task);
            }
        } catch (Throwable error) {
            context.errors().report("a task of another shard", error);
        }
    }

    private void deliver(ShardTask.Deliver task) {
        Target[] targets = task.targets();
        fanout.begin(targets.length);
        for (Target target : targets) {
            try {
                target.receiver().deliver(task.message(), target, task.group(), fanout);
            } catch (Throwable error) {
                target.receiver().failed(error);
            }
        }
    }

    private void deliver(ShardTask.DeliverToClient task) {
        Message message = task.message();
        Session session = instances.apply(task.instance()).session(task.clientId());
        if (session != null && (session.connected() || task.keep())) {
            try {
                session.deliver(message, DeliveryOptions.of(message.qos(), false), null);
            } catch (Throwable error) {
                session.failed(error);
            }
        } else {
            context.dropped(task.instance(), task.clientId(), message.topic().toString(), DropReason.NO_RECEIVER, 1);
        }
    }
}
