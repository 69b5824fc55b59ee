package io.hongyan.amqp.codec;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Every method of AMQP 0-9-1 by its two numbers, with the ones that RabbitMQ added, as its clients may
/// send them: `confirm`, `basic.nack`, `connection.blocked`, `connection.update-secret`, `exchange.bind`.
public enum MethodId {
    CONNECTION_START(10, 10, Sender.SERVER),
    CONNECTION_START_OK(10, 11, Sender.CLIENT),
    CONNECTION_SECURE(10, 20, Sender.SERVER),
    CONNECTION_SECURE_OK(10, 21, Sender.CLIENT),
    CONNECTION_TUNE(10, 30, Sender.SERVER),
    CONNECTION_TUNE_OK(10, 31, Sender.CLIENT),
    CONNECTION_OPEN(10, 40, Sender.CLIENT),
    CONNECTION_OPEN_OK(10, 41, Sender.SERVER),
    CONNECTION_CLOSE(10, 50, Sender.CLIENT),
    CONNECTION_CLOSE_OK(10, 51, Sender.CLIENT),
    CONNECTION_BLOCKED(10, 60, Sender.SERVER),
    CONNECTION_UNBLOCKED(10, 61, Sender.SERVER),
    CONNECTION_UPDATE_SECRET(10, 70, Sender.CLIENT),
    CONNECTION_UPDATE_SECRET_OK(10, 71, Sender.SERVER),
    CHANNEL_OPEN(20, 10, Sender.CLIENT),
    CHANNEL_OPEN_OK(20, 11, Sender.SERVER),
    CHANNEL_FLOW(20, 20, Sender.CLIENT),
    CHANNEL_FLOW_OK(20, 21, Sender.CLIENT),
    CHANNEL_CLOSE(20, 40, Sender.CLIENT),
    CHANNEL_CLOSE_OK(20, 41, Sender.CLIENT),
    ACCESS_REQUEST(30, 10, Sender.CLIENT),
    ACCESS_REQUEST_OK(30, 11, Sender.SERVER),
    EXCHANGE_DECLARE(40, 10, Sender.CLIENT),
    EXCHANGE_DECLARE_OK(40, 11, Sender.SERVER),
    EXCHANGE_DELETE(40, 20, Sender.CLIENT),
    EXCHANGE_DELETE_OK(40, 21, Sender.SERVER),
    EXCHANGE_BIND(40, 30, Sender.CLIENT),
    EXCHANGE_BIND_OK(40, 31, Sender.SERVER),
    EXCHANGE_UNBIND(40, 40, Sender.CLIENT),
    EXCHANGE_UNBIND_OK(40, 51, Sender.SERVER),
    QUEUE_DECLARE(50, 10, Sender.CLIENT),
    QUEUE_DECLARE_OK(50, 11, Sender.SERVER),
    QUEUE_BIND(50, 20, Sender.CLIENT),
    QUEUE_BIND_OK(50, 21, Sender.SERVER),
    QUEUE_PURGE(50, 30, Sender.CLIENT),
    QUEUE_PURGE_OK(50, 31, Sender.SERVER),
    QUEUE_DELETE(50, 40, Sender.CLIENT),
    QUEUE_DELETE_OK(50, 41, Sender.SERVER),
    QUEUE_UNBIND(50, 50, Sender.CLIENT),
    QUEUE_UNBIND_OK(50, 51, Sender.SERVER),
    BASIC_QOS(60, 10, Sender.CLIENT),
    BASIC_QOS_OK(60, 11, Sender.SERVER),
    BASIC_CONSUME(60, 20, Sender.CLIENT),
    BASIC_CONSUME_OK(60, 21, Sender.SERVER),
    BASIC_CANCEL(60, 30, Sender.CLIENT),
    BASIC_CANCEL_OK(60, 31, Sender.CLIENT),
    BASIC_PUBLISH(60, 40, Sender.CLIENT),
    BASIC_RETURN(60, 50, Sender.SERVER),
    BASIC_DELIVER(60, 60, Sender.SERVER),
    BASIC_GET(60, 70, Sender.CLIENT),
    BASIC_GET_OK(60, 71, Sender.SERVER),
    BASIC_GET_EMPTY(60, 72, Sender.SERVER),
    BASIC_ACK(60, 80, Sender.CLIENT),
    BASIC_REJECT(60, 90, Sender.CLIENT),
    BASIC_RECOVER_ASYNC(60, 100, Sender.CLIENT),
    BASIC_RECOVER(60, 110, Sender.CLIENT),
    BASIC_RECOVER_OK(60, 111, Sender.SERVER),
    BASIC_NACK(60, 120, Sender.CLIENT),
    CONFIRM_SELECT(85, 10, Sender.CLIENT),
    CONFIRM_SELECT_OK(85, 11, Sender.SERVER),
    TX_SELECT(90, 10, Sender.CLIENT),
    TX_SELECT_OK(90, 11, Sender.SERVER),
    TX_COMMIT(90, 20, Sender.CLIENT),
    TX_COMMIT_OK(90, 21, Sender.SERVER),
    TX_ROLLBACK(90, 30, Sender.CLIENT),
    TX_ROLLBACK_OK(90, 31, Sender.SERVER);

    /// The class of the connection itself, whose methods go over channel 0.
    public static final int CONNECTION_CLASS = 10;

    /// The class whose methods carry content.
    public static final int BASIC_CLASS = 60;

    private static final int CLASSES = 91;
    private static final int METHODS = 121;
    private static final @Nullable MethodId[] BY_NUMBER = new MethodId[CLASSES * METHODS];

    static {
        for (MethodId id : values()) {
            BY_NUMBER[id.classId * METHODS + id.methodId] = id;
        }
    }

    private final int classId;
    private final int methodId;
    private final boolean fromClients;
    private final String text;

    /// A method that both sides may send is one of clients here.
    private enum Sender {
        CLIENT,
        SERVER
    }

    MethodId(int classId, int methodId, Sender sender) {
        this.classId = classId;
        this.methodId = methodId;
        this.fromClients = sender == Sender.CLIENT;
        this.text = name().toLowerCase(Locale.ROOT).replaceFirst("_", ".").replace('_', '-');
    }

    /// The method with these numbers, 0 to 65535 each; null when AMQP has none.
    public static @Nullable MethodId of(int classId, int methodId) {
        return classId < CLASSES && methodId < METHODS ? BY_NUMBER[classId * METHODS + methodId] : null;
    }

    /// 10 to 90.
    public int classId() {
        return classId;
    }

    /// 10 to 120.
    public int methodId() {
        return methodId;
    }

    /// Whether clients may send it.
    public boolean isFromClients() {
        return fromClients;
    }

    /// The name in AMQP, such as `connection.start-ok`.
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
