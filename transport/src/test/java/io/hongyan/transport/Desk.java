package io.hongyan.transport;

import io.hongyan.transport.mqtt.MqttFraming;
import java.net.InetSocketAddress;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// An acceptor that lets everybody in and keeps what it saw.
class Desk implements Acceptor {
    final LinkedBlockingQueue<Connection> connections = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<String> troubles = new LinkedBlockingQueue<>();
    final Recorder recorder = new Recorder();
    final AtomicInteger left = new AtomicInteger();
    final AtomicInteger probes = new AtomicInteger();

    @Override
    public boolean admit(InetSocketAddress address) {
        return true;
    }

    @Override
    public void left(InetSocketAddress address) {
        left.incrementAndGet();
    }

    @Override
    public Framing framing() {
        return MqttFraming.ANY;
    }

    @Override
    public ConnectionHandler accepted(Connection connection) {
        connections.add(connection);
        return recorder;
    }

    @Override
    public void probed(InetSocketAddress address, String listener) {
        probes.incrementAndGet();
    }

    @Override
    public void troubled(String listener, String what, boolean repeated) {
        troubles.add(what);
    }

    Connection next() throws InterruptedException {
        Connection connection = connections.poll(10, TimeUnit.SECONDS);
        if (connection == null) {
            throw new AssertionError("nobody came within 10 s");
        }
        return connection;
    }
}
