package io.hongyan.cli.bench;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.ConnAck;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.packet.SubAck;
import java.util.ArrayList;
import java.util.List;

/// Keeps what a client tells, in order.
final class RecordedEvents implements LoadClientEvents {
    record Done(long plannedNanos, ReasonCode reason) {}

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
    public void published(long plannedNanos, ReasonCode reason) {
        all.add(new Done(plannedNanos, reason));
    }

    @Override
    public void subscribed(SubAck answer) {
        all.add(answer);
    }

    @Override
    public void ended(ConnectionEnd end) {
        all.add(end);
    }

    Object last() {
        return all.getLast();
    }
}
