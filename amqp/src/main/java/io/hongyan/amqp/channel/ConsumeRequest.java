package io.hongyan.amqp.channel;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.field.FieldValue;
import io.hongyan.amqp.codec.field.Texts;
import io.hongyan.amqp.codec.method.BasicConsume;
import io.hongyan.amqp.queue.QueueKey;
import io.hongyan.amqp.queue.QueueKind;
import io.hongyan.codec.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/// What `basic.consume` asks for. The queue is a parent topic, `parent@group`, or `STATUS` with the argument
/// `GROUP_ID`. Further arguments are ours: `GROUP` (a consumer group), `FILTER` (a filter within the parent topic),
/// `LIVE` (nothing is stored).
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
        FieldTable arguments = consume.arguments();
        String name = consume.queue();
        String group = text(arguments, "GROUP", consume);
        int mark = name.lastIndexOf(GROUP_MARK);
        if (mark > 0 && group == null) {
            group = name.substring(mark + 1);
            name = name.substring(0, mark);
        }
        boolean status = name.equals(STATUS);
        String source = status ? text(arguments, "GROUP_ID", consume) : name;
        if (source == null || source.isEmpty()) {
            throw refused(
                    consume,
                    status ? "STATUS needs the argument GROUP_ID" : "name a queue: the parent topic, or STATUS");
        }
        try {
            QueueKey key = new QueueKey(
                    instance, status ? QueueKind.STATUS : QueueKind.MESSAGES, source, group == null ? "" : group);
            return new ConsumeRequest(key, filter(arguments, key, consume), flag(arguments, consume));
        } catch (IllegalArgumentException e) {
            throw refused(consume, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable TopicFilter filter(FieldTable arguments, QueueKey key, BasicConsume consume) {
        String text = text(arguments, "FILTER", consume);
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (key.kind() == QueueKind.STATUS || !(text + "/").startsWith(key.source() + "/")) {
            throw refused(
                    consume,
                    "FILTER begins with the parent topic, as in " + key.source() + "/a/#, not so " + Texts.shown(text));
        }
        return TopicFilter.parse(text);
    }

    private static boolean flag(FieldTable arguments, BasicConsume consume) {
        FieldValue value = arguments.get("LIVE");
        return switch (value) {
            case null -> false;
            case FieldValue.Flag flag -> flag.value();
            case FieldValue.Text text -> text.value().equals("true");
            default -> throw refused(consume, "LIVE is true or false");
        };
    }

    private static @Nullable String text(FieldTable arguments, String name, BasicConsume consume) {
        FieldValue value = arguments.get(name);
        return switch (value) {
            case null -> null;
            case FieldValue.Text text -> text.value();
            default -> throw refused(consume, name + " is a text");
        };
    }

    private static AmqpException refused(BasicConsume consume, String why) {
        return new AmqpException(ReplyCode.PRECONDITION_FAILED, "basic.consume", why, consume.id());
    }
}
