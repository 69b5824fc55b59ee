package io.hongyan.spring;

import io.hongyan.client.MqttClient;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/// Starts the listeners with the context, before it serves web requests, and closes the client after it has stopped to
/// serve them. A client cannot be started again: a stopped context is only good for closing.
final class MqttLifecycle implements SmartLifecycle {
    /// Below that of the web server, which is `DEFAULT_PHASE` less 2048.
    static final int PHASE = DEFAULT_PHASE - 4096;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final MqttClient client;
    private final MqttListeners listeners;
    private final MqttClientEvents events;
    private boolean running;
    private boolean stopped;

    MqttLifecycle(MqttClient client, MqttListeners listeners, MqttClientEvents events) {
        this.client = client;
        this.listeners = listeners;
        this.events = events;
    }

    @Override
    public synchronized void start() {
        if (stopped) {
            throw new IllegalStateException(
                    "the MQTT client is closed, and cannot be started again: make a new context");
        }
        if (!running) {
            events.open();
            listeners.find();
            listeners.attach(client);
            listeners.open();
            running = true;
        }
    }

    @Override
    public synchronized void stop() {
        if (!running) {
            return;
        }
        running = false;
        stopped = true;
        try {
            listeners.close(PATIENCE, client::close);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
