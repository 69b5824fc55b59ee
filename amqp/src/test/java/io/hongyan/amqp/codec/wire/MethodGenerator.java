package io.hongyan.amqp.codec.wire;

import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.content.BasicProperties;
import io.hongyan.amqp.codec.content.ContentHeader;
import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.field.TableGenerator;
import io.hongyan.amqp.codec.method.BasicAck;
import io.hongyan.amqp.codec.method.BasicCancel;
import io.hongyan.amqp.codec.method.BasicCancelOk;
import io.hongyan.amqp.codec.method.BasicConsume;
import io.hongyan.amqp.codec.method.BasicConsumeOk;
import io.hongyan.amqp.codec.method.BasicDeliver;
import io.hongyan.amqp.codec.method.BasicGet;
import io.hongyan.amqp.codec.method.BasicNack;
import io.hongyan.amqp.codec.method.BasicPublish;
import io.hongyan.amqp.codec.method.BasicQos;
import io.hongyan.amqp.codec.method.BasicQosOk;
import io.hongyan.amqp.codec.method.BasicReject;
import io.hongyan.amqp.codec.method.ChannelClose;
import io.hongyan.amqp.codec.method.ChannelCloseOk;
import io.hongyan.amqp.codec.method.ChannelFlow;
import io.hongyan.amqp.codec.method.ChannelFlowOk;
import io.hongyan.amqp.codec.method.ChannelOpen;
import io.hongyan.amqp.codec.method.ChannelOpenOk;
import io.hongyan.amqp.codec.method.ClientMethod;
import io.hongyan.amqp.codec.method.ConfirmSelect;
import io.hongyan.amqp.codec.method.ConfirmSelectOk;
import io.hongyan.amqp.codec.method.ConnectionBlocked;
import io.hongyan.amqp.codec.method.ConnectionClose;
import io.hongyan.amqp.codec.method.ConnectionCloseOk;
import io.hongyan.amqp.codec.method.ConnectionOpen;
import io.hongyan.amqp.codec.method.ConnectionOpenOk;
import io.hongyan.amqp.codec.method.ConnectionStart;
import io.hongyan.amqp.codec.method.ConnectionStartOk;
import io.hongyan.amqp.codec.method.ConnectionTune;
import io.hongyan.amqp.codec.method.ConnectionTuneOk;
import io.hongyan.amqp.codec.method.ConnectionUnblocked;
import io.hongyan.amqp.codec.method.Method;
import io.hongyan.amqp.codec.method.ServerMethod;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Random methods and content headers that are valid. The same seed gives the same ones.
final class MethodGenerator {
    static final int CLIENT_METHODS = 19;
    static final int SERVER_METHODS = 19;

    private final RandomGenerator random;
    private final TableGenerator tables;

    MethodGenerator(RandomGenerator random) {
        this(random, TableGenerator.ofAllTypes(random));
    }

    MethodGenerator(RandomGenerator random, TableGenerator tables) {
        this.random = random;
        this.tables = tables;
    }

    /// A method that is served.
    ///
    /// @param kind 0 up to [#CLIENT_METHODS], exclusive
    ClientMethod client(int kind) {
        return switch (kind) {
            case 0 -> new ConnectionStartOk(table(), text(), tables.bytes(60), text());
            case 1 -> new ConnectionTuneOk(number(), longNumber(), number());
            case 2 -> new ConnectionOpen(text());
            case 3 -> new ConnectionClose(number(), text(), number(), number());
            case 4 -> ConnectionCloseOk.CLOSE_OK;
            case 5 -> ChannelOpen.OPEN;
            case 6 -> new ChannelFlow(bit());
            case 7 -> new ChannelFlowOk(bit());
            case 8 -> new ChannelClose(number(), text(), number(), number());
            case 9 -> ChannelCloseOk.CLOSE_OK;
            case 10 -> new ConfirmSelect(bit());
            case 11 -> new BasicQos(longNumber(), number(), bit());
            case 12 -> new BasicConsume(text(), text(), bit(), bit(), bit(), bit(), table());
            case 13 -> new BasicCancel(text(), bit());
            case 14 -> new BasicPublish(text(), text(), bit(), bit());
            case 15 -> new BasicGet(text(), bit());
            case 16 -> new BasicAck(random.nextLong(), bit());
            case 17 -> new BasicNack(random.nextLong(), bit(), bit());
            case 18 -> new BasicReject(random.nextLong(), bit());
            default -> throw new IllegalArgumentException("kind " + kind);
        };
    }

    /// @param kind 0 up to [#SERVER_METHODS], exclusive
    ServerMethod server(int kind) {
        return switch (kind) {
            case 0 -> new ConnectionStart(table(), text(), text());
            case 1 -> new ConnectionTune(number(), longNumber(), number());
            case 2 -> ConnectionOpenOk.OPEN_OK;
            case 3 -> new ConnectionClose(number(), text(), number(), number());
            case 4 -> ConnectionCloseOk.CLOSE_OK;
            case 5 -> new ConnectionBlocked(text());
            case 6 -> ConnectionUnblocked.UNBLOCKED;
            case 7 -> ChannelOpenOk.OPEN_OK;
            case 8 -> new ChannelFlow(bit());
            case 9 -> new ChannelFlowOk(bit());
            case 10 -> new ChannelClose(number(), text(), number(), number());
            case 11 -> ChannelCloseOk.CLOSE_OK;
            case 12 -> ConfirmSelectOk.SELECT_OK;
            case 13 -> BasicQosOk.QOS_OK;
            case 14 -> new BasicConsumeOk(text());
            case 15 -> new BasicCancelOk(text());
            case 16 -> new BasicDeliver(text(), random.nextLong(), bit(), text(), text());
            case 17 -> new BasicAck(random.nextLong(), bit());
            case 18 -> new BasicNack(random.nextLong(), bit(), bit());
            default -> throw new IllegalArgumentException("kind " + kind);
        };
    }

    ContentHeader header() {
        return new ContentHeader(random.nextLong() >>> (1 + random.nextInt(62)), properties());
    }

    BasicProperties properties() {
        return BasicProperties.builder()
                .contentType(perhapsText())
                .contentEncoding(perhapsText())
                .headers(bit() ? table() : null)
                .deliveryMode(perhapsOctet())
                .priority(perhapsOctet())
                .correlationId(perhapsText())
                .replyTo(perhapsText())
                .expiration(perhapsText())
                .messageId(perhapsText())
                .timestamp(bit() ? (Long) (random.nextLong() >>> 24) : null)
                .type(perhapsText())
                .userId(perhapsText())
                .appId(perhapsText())
                .clusterId(perhapsText())
                .build();
    }

    /// The channel that a method may go over.
    int channel(Method method) {
        return method.id().classId() == MethodId.CONNECTION_CLASS ? 0 : 1 + random.nextInt(0xffff);
    }

    private FieldTable table() {
        return tables.table();
    }

    private String text() {
        return tables.text(20);
    }

    private @Nullable String perhapsText() {
        return bit() ? text() : null;
    }

    private @Nullable Integer perhapsOctet() {
        return bit() ? (Integer) random.nextInt(256) : null;
    }

    private int number() {
        return random.nextInt(0x10000);
    }

    private long longNumber() {
        return random.nextLong(0x1_0000_0000L);
    }

    private boolean bit() {
        return random.nextBoolean();
    }
}
