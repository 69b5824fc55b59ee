package io.hongyan.broker.session;

import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageIds;
import io.hongyan.broker.message.StatusNotice;
import io.hongyan.broker.message.StatusNotice.Event;
import io.hongyan.broker.store.OpenChannel;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.transport.AddressText;
import io.hongyan.transport.Peer;
import io.hongyan.transport.SerialNumber;
import java.util.List;

/// Tells business systems, by the outboxes of status rules, that connections opened and closed. CONNACK does not wait
/// for that: a crash forgets the last moment, and with it the notice and the row of the channel alike.
///
/// Confined to its shard.
public final class StatusNotices {
    private final ShardContext context;
    private final MessageIds ids;

    public StatusNotices(ShardContext context) {
        this.context = context;
        this.ids = new MessageIds(context.clock(), context.random());
    }

    /// CONNACK was sent.
    public void connected(ClientConnection connection) {
        Session session = connection.session();
        List<Outbox> outboxes = session.policy().status().find(session.clientId());
        if (outboxes.isEmpty()) {
            return;
        }
        String address = AddressText.of(connection.peer().address());
        OpenChannel channel =
                new OpenChannel(session.instance(), session.clientId(), ids.next(session.instance()), address);
        connection.channel(channel);
        context.store().opened(channel);
        tell(outboxes, Event.CONNECT, channel, connection.peer(), "");
    }

    /// The client sent DISCONNECT.
    void disconnected(ClientConnection connection) {
        OpenChannel channel = connection.channel();
        if (channel != null) {
            List<Outbox> outboxes = connection.session().policy().status().find(channel.clientId());
            tell(outboxes, Event.DISCONNECT, channel, connection.peer(), "");
        }
    }

    /// The connection has ended.
    ///
    /// @param why in plain words
    void closed(ClientConnection connection, String why) {
        OpenChannel channel = connection.channel();
        if (channel != null) {
            connection.channel(null);
            lost(connection.session().policy(), channel, connection.peer(), why);
        }
    }

    /// A connection has gone with an earlier run.
    ///
    /// @param policy of its instance
    public void lost(ClientPolicy policy, OpenChannel channel, String why) {
        lost(policy, channel, Peer.NONE, why);
    }

    private void lost(ClientPolicy policy, OpenChannel channel, Peer peer, String why) {
        tell(policy.status().find(channel.clientId()), Event.TCPCLEAN, channel, peer, why);
        context.store().closed(channel);
    }

    private void tell(List<Outbox> outboxes, Event event, OpenChannel channel, Peer peer, String remark) {
        if (outboxes.isEmpty()) {
            return;
        }
        Message notice = new StatusNotice(
                        event,
                        channel.clientId(),
                        channel.id().toString(),
                        context.clock().wallMillis(),
                        channel.address(),
                        SerialNumber.of(peer.certificates()),
                        remark)
                .toMessage();
        OutboxLabel label = new OutboxLabel(ids.next(channel.instance()), true, true);
        for (Outbox outbox : outboxes) {
            if (outbox.reserve(notice)) {
                context.store().append(outbox, notice, label);
            } else {
                String topic = notice.topic().toString();
                context.dropped(channel.instance(), channel.clientId(), topic, DropReason.RULE_FULL, 1);
            }
        }
    }
}
