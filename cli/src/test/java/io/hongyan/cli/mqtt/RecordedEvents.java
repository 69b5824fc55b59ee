package io.hongyan.cli.mqtt;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.SubAck;
import io.hongyan.codec.packet.UnsubAck;
import java.util.ArrayList;
import java.util.List;

/// Keeps what a client tells, in order.
final class RecordedEvents implements ClientEvents {
    record Done(long stamp, ReasonCode reason) {}

    final List<Object> all = new ArrayList<>();

    @Override
    public void connected(ConnAck answer) {
        all.add(answer);
    }

    @Override
    public void message(Publish message) {
        all.add(message);
    }

    @Override
    public void published(long stamp, ReasonCode reason) {
        all.add(new Done(stamp, reason));
    }

    @Override
    public void subscribed(SubAck answer) {
        all.add(answer);
    }

    @Override
    public void unsubscribed(UnsubAck answer) {
        all.add(answer);
    }

    @Override
    public void ended(ClientEnd end) {
        all.add(end);
    }

    Object last() {
        return all.getLast();
    }
}
