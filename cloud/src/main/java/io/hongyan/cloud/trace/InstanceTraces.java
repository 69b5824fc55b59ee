package io.hongyan.cloud.trace;

import io.hongyan.broker.event.MessageTraces;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.message.MessageOrigin;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// What is traced of one instance. Any thread.
final class InstanceTraces implements MessageTraces {
    private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

    private final String instance;
    private final Traces traces;

    /// One message in so many; 0 for none.
    private volatile int oneIn;

    private volatile long since = Long.MAX_VALUE;

    InstanceTraces(String instance, Traces traces) {
        this.instance = instance;
        this.traces = traces;
    }

    void oneIn(int messages) {
        oneIn = messages;
    }

    /// Wall milliseconds when the instance was created: what is older was of another one of the same name.
    /// `Long.MAX_VALUE` while there is none.
    void since(long millis) {
        since = millis;
    }

    long since() {
        return since;
    }

    @Override
    public boolean on() {
        return oneIn != 0;
    }

    @Override
    public boolean picks(MessageId id) {
        int present = oneIn;
        if (present <= 1) {
            return present == 1;
        }
        long hash = (id.high() ^ id.low()) * MIX;
        return Long.remainderUnsigned(hash ^ (hash >>> 32), present) == 0;
    }

    @Override
    public void published(MessageId id, MessageOrigin origin, String clientId) {
        TraceKind kind = switch (origin) {
            case CLIENT -> TraceKind.PUB_MQTT;
            case SERVER -> TraceKind.SERVER_SEND;
            case OTHER_SYSTEM -> TraceKind.PUB_MQ;
        };
        add(kind, clientId, id, null);
    }

    @Override
    public void pushed(MessageId id, String clientId, boolean offline) {
        add(offline ? TraceKind.PUSH_OFFLINE : TraceKind.SUB, clientId, id, null);
    }

    void device(TraceKind kind, String clientId, InetSocketAddress peer) {
        add(kind, clientId, null, peer);
    }

    private void add(TraceKind kind, String clientId, @Nullable MessageId id, @Nullable InetSocketAddress peer) {
        if (on()) {
            traces.add(instance, kind, clientId, id, peer);
        }
    }
}
