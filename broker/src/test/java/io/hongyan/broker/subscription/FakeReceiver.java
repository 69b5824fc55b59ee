package io.hongyan.broker.subscription;

import io.hongyan.broker.message.Message;
import org.jspecify.annotations.Nullable;

/// A receiver whose connection a test switches on and off.
final class FakeReceiver implements Receiver {
    private final String name;
    private final int shard;
    private volatile boolean connected = true;

    FakeReceiver(String name, int shard) {
        this.name = name;
        this.shard = shard;
    }

    void connected(boolean value) {
        connected = value;
    }

    @Override
    public int shard() {
        return shard;
    }

    @Override
    public int vshard() {
        return shard;
    }

    @Override
    public boolean connected() {
        return connected;
    }

    @Override
    public boolean needsDisk() {
        return false;
    }

    @Override
    public boolean ended() {
        return false;
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void deliver(Message message, Target target, @Nullable SharedGroup group, FrameCache fanout) {}

    @Override
    public void failed(Throwable error) {}
}
