package io.hongyan.amqp.channel;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.amqp.codec.field.Texts;
import io.hongyan.amqp.codec.method.BasicConsume;
import io.hongyan.amqp.codec.method.ClientMethod;
import io.hongyan.amqp.codec.method.QueueDeclare;
import io.hongyan.amqp.queue.QueueKey;
import io.hongyan.amqp.queue.QueueKind;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/// What `basic.consume` asks for. The queue is a parent topic, `parent@group`, or `STATUS` with the argument
/// `GROUP_ID`; [ConsumeArguments] has the rest.
record ConsumeRequest(QueueKey queue, @Nullable TopicFilter filter, boolean live) {
    private static final String STATUS = "STATUS";
    private static final char GROUP_MARK = '@';

    /// @throws AmqpException when it has another form
    static ConsumeRequest of(BasicConsume consume, String instance) {
        if (consume.exclusive()) {
            throw new AmqpException(
                    ReplyCode.NOT_IMPLEMENTED,
                    "basic.consume",
                    "exclusive consumers are not served here; consumers of a queue share its messages",
                    consume.id());
        }
        ConsumeArguments arguments = ConsumeArguments.of(consume);
        Named named = Named.of(consume.queue(), arguments.group(), consume);
        boolean status = named.source.equals(STATUS);
        if (!status && arguments.groupId() != null) {
            throw refused(
                    consume,
                    "GROUP_ID belongs to queue STATUS; a consumer group is named by GROUP, or as parent@group");
        }
        if (status && arguments.groupId() == null) {
            throw refused(consume, "STATUS needs the argument GROUP_ID");
        }
        QueueKey key = key(instance, status ? arguments.groupId() : named.source, status, named.group, consume);
        return new ConsumeRequest(key, filter(arguments.filter(), key, consume), arguments.live());
    }

    /// The queue that a passive declare asks for; its name is as lists of queues have it.
    ///
    /// @throws AmqpException when there can be no such queue
    static QueueKey named(QueueDeclare declare, String instance) {
        try {
            return QueueKey.parse(instance, declare.queue());
        } catch (IllegalArgumentException e) {
            throw refused(declare, String.valueOf(e.getMessage()));
        }
    }

    /// What the name of a queue says.
    private record Named(String source, String group) {
        static Named of(String queue, @Nullable String group, BasicConsume consume) {
            if (queue.isEmpty()) {
                throw refused(consume, "name a queue: the parent topic, or STATUS");
            }
            if (queue.startsWith(STATUS + ":")) {
                throw refused(
                        consume,
                        "consume queue STATUS with the argument GROUP_ID "
                                + Texts.shown(queue.substring(STATUS.length() + 1)) + ", not " + Texts.shown(queue));
            }
            int mark = queue.lastIndexOf(GROUP_MARK);
            if (mark <= 0) {
                return new Named(queue, group == null ? "" : group);
            }
            String source = queue.substring(0, mark);
            String named = queue.substring(mark + 1);
            if (group != null) {
                throw refused(consume, "the group is named twice: in queue " + Texts.shown(queue) + " and by GROUP");
            }
            if (named.isEmpty() && source.indexOf(GROUP_MARK) < 0) {
                throw refused(consume, "queue " + Texts.shown(queue) + " names no group behind the @");
            }
            return new Named(source, named);
        }
    }

    private static QueueKey key(
            String instance, @Nullable String source, boolean status, String group, BasicConsume consume) {
        String known = source == null ? "" : source;
        int slash = status ? -1 : known.indexOf('/');
        if (slash > 0) {
            throw refused(
                    consume,
                    "a queue is a whole parent topic: consume " + Texts.shown(known.substring(0, slash))
                            + " with FILTER " + Texts.shown(known));
        }
        try {
            return new QueueKey(instance, status ? QueueKind.STATUS : QueueKind.MESSAGES, known, group);
        } catch (IllegalArgumentException e) {
            throw refused(consume, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable TopicFilter filter(@Nullable String text, QueueKey key, BasicConsume consume) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (key.kind() == QueueKind.STATUS) {
            throw refused(consume, "STATUS takes no FILTER: each Group has a queue of its own");
        }
        if (!(text + "/").startsWith(key.source() + "/")) {
            throw refused(
                    consume,
                    "FILTER begins with the parent topic, as in " + key.source() + "/a/#, not so " + Texts.shown(text));
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw refused(consume, "FILTER " + Texts.shown(text) + " has control characters");
        }
        try {
            return TopicFilter.parse(text);
        } catch (ProtocolException e) {
            throw refused(consume, "FILTER " + Texts.shown(text) + ": " + e.getMessage());
        }
    }

    static AmqpException refused(ClientMethod method, String why) {
        return new AmqpException(ReplyCode.PRECONDITION_FAILED, method.id().text(), why, method.id());
    }
}
