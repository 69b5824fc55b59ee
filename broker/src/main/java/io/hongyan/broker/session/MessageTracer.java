package io.hongyan.broker.session;

import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.event.MessageTraces;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.message.MessageIds;
import io.hongyan.broker.message.MessageOrigin;
import org.jspecify.annotations.Nullable;

/// Makes the ids of messages, chooses those that are traced, and tells of what becomes of them. A message that is not
/// traced has no trace id, and costs a look at that.
///
/// Confined to its shard.
public final class MessageTracer {
    private final ShardContext context;
    private final MessageIds ids;

    public MessageTracer(ShardContext context) {
        this.context = context;
        this.ids = new MessageIds(context.clock(), context.random());
    }

    /// The id of a new message of an instance, by which it leaves for another system.
    MessageId id(String instance) {
        return ids.next(instance);
    }

    /// The id of a message, by which it is traced, if it is.
    MessageId id(String instance, Message message) {
        MessageId traced = message.traceId();
        return traced == null ? id(instance) : traced;
    }

    /// The trace id of a new message of a client; null when it is not traced.
    @Nullable
    MessageId traceId(Session from) {
        MessageTraces traces = from.policy().traces();
        if (!traces.on()) {
            return null;
        }
        MessageId id = id(from.instance());
        return traces.picks(id) ? id : null;
    }

    /// Whether a message of that id is traced.
    boolean picks(ClientPolicy policy, MessageId id) {
        return policy.traces().on() && policy.traces().picks(id);
    }

    /// A message was accepted.
    void published(ClientPolicy policy, Message message, MessageOrigin origin) {
        MessageId id = message.traceId();
        if (id != null) {
            policy.traces().published(id, origin, message.publisher());
        }
    }

    /// A message was sent to a client for the first time.
    void pushed(ClientConnection to, MessageId id) {
        Session session = to.session();
        // An id that somebody else has given does not tell when that was.
        boolean offline = MessageIds.isOf(session.instance(), id)
                && MessageIds.millis(id, context.clock().wallMillis())
                        < to.facts().openedAt();
        session.policy().traces().pushed(id, session.clientId(), offline);
    }
}
