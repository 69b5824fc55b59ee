package io.hongyan.amqp.codec.wire;

import io.hongyan.amqp.codec.field.FieldReader;
import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.method.BasicAck;
import io.hongyan.amqp.codec.method.BasicCancel;
import io.hongyan.amqp.codec.method.BasicConsume;
import io.hongyan.amqp.codec.method.BasicGet;
import io.hongyan.amqp.codec.method.BasicNack;
import io.hongyan.amqp.codec.method.BasicPublish;
import io.hongyan.amqp.codec.method.BasicQos;
import io.hongyan.amqp.codec.method.BasicReject;

/// Decodes the fields of class basic. Bits that have no meaning are not looked at.
final class BasicDecoder {
    private static final int FIRST = 1;
    private static final int SECOND = 2;
    private static final int THIRD = 4;
    private static final int FOURTH = 8;

    private BasicDecoder() {}

    static BasicQos qos(FieldReader in) {
        long size = in.readLong("prefetch-size");
        int count = in.readShort("prefetch-count");
        return new BasicQos(size, count, (in.readOctet("global") & FIRST) != 0);
    }

    static BasicConsume consume(FieldReader in) {
        in.readShort("reserved-1");
        String queue = in.readShortText("queue");
        String tag = in.readShortText("consumer-tag");
        int bits = in.readOctet("bits");
        FieldTable arguments = in.readTable("arguments");
        return new BasicConsume(
                queue,
                tag,
                (bits & FIRST) != 0,
                (bits & SECOND) != 0,
                (bits & THIRD) != 0,
                (bits & FOURTH) != 0,
                arguments);
    }

    static BasicCancel cancel(FieldReader in) {
        String tag = in.readShortText("consumer-tag");
        return new BasicCancel(tag, (in.readOctet("no-wait") & FIRST) != 0);
    }

    static BasicPublish publish(FieldReader in) {
        in.readShort("reserved-1");
        String exchange = in.readShortText("exchange");
        String routingKey = in.readShortText("routing-key");
        int bits = in.readOctet("bits");
        return new BasicPublish(exchange, routingKey, (bits & FIRST) != 0, (bits & SECOND) != 0);
    }

    static BasicGet get(FieldReader in) {
        in.readShort("reserved-1");
        String queue = in.readShortText("queue");
        return new BasicGet(queue, (in.readOctet("no-ack") & FIRST) != 0);
    }

    static BasicAck ack(FieldReader in) {
        long tag = in.readLongLong("delivery-tag");
        return new BasicAck(tag, (in.readOctet("multiple") & FIRST) != 0);
    }

    static BasicReject reject(FieldReader in) {
        long tag = in.readLongLong("delivery-tag");
        return new BasicReject(tag, (in.readOctet("requeue") & FIRST) != 0);
    }

    static BasicNack nack(FieldReader in) {
        long tag = in.readLongLong("delivery-tag");
        int bits = in.readOctet("bits");
        return new BasicNack(tag, (bits & FIRST) != 0, (bits & SECOND) != 0);
    }
}
