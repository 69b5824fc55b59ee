package io.hongyan.spring;

import io.hongyan.client.event.ClientEvent;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;

/// Passes the client's events to the log and, once it has started, to the program; and keeps the reason why there is no
/// connection.
final class MqttClientEvents implements Consumer<ClientEvent> {
    private static final Log LOG = LogFactory.getLog("io.hongyan.client");

    private final ApplicationEventPublisher program;
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile @Nullable String trouble;

    MqttClientEvents(ApplicationEventPublisher program) {
        this.program = program;
    }

    /// Why the last connection ended or was not made; null while there is one.
    @Nullable
    String trouble() {
        return trouble;
    }

    /// The program's listeners are there.
    void open() {
        started.countDown();
    }

    @Override
    public void accept(ClientEvent event) {
        log(event);
        try {
            started.await();
            program.publishEvent(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void log(ClientEvent event) {
        switch (event) {
            case ClientEvent.Connected connected -> {
                trouble = null;
                LOG.info("connected to " + connected.server().address());
            }
            case ClientEvent.Disconnected lost -> {
                trouble = String.valueOf(lost.cause().getMessage());
                LOG.warn(trouble + (lost.retryIn() == null ? "; the client is closed" : ""));
            }
            case ClientEvent.Redirected sent -> LOG.info("sent from " + sent.from() + " to " + sent.to());
            case ClientEvent.MessageEnded ended -> {
                if (!ended.outcome().isDelivered()) {
                    LOG.warn("a message of " + ended.message().topic() + " ended as " + ended.outcome());
                }
            }
            case ClientEvent.QueueFailed failed -> LOG.error("the queue on disk cannot be written", failed.cause());
            case ClientEvent.MessageDropped dropped ->
                LOG.warn("a message of " + dropped.topic() + " was dropped: " + dropped.why());
            case ClientEvent.ReceiverFailed failed ->
                LOG.error("a receiver failed with a message of " + failed.topic(), failed.cause());
            case ClientEvent.HookFailed failed -> LOG.error("the " + failed.hook() + " failed", failed.cause());
            case ClientEvent.TaskFailed failed -> LOG.error("a task of the client failed", failed.cause());
            case ClientEvent.SubscriptionLost lost ->
                LOG.error("no more messages of " + lost.filter() + ": "
                        + lost.cause().getMessage());
            case ClientEvent.TokenExpiring expiring ->
                LOG.info("the token " + expiring.type() + " ends at " + expiring.expiry());
            case ClientEvent.TokenInvalid invalid ->
                LOG.error("the token " + invalid.type() + " is not valid, code " + invalid.code());
        }
    }
}
