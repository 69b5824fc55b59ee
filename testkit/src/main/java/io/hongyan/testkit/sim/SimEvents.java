package io.hongyan.testkit.sim;

import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.EventSink;
import io.hongyan.testkit.sim.model.ClientKey;
import io.hongyan.testkit.sim.model.MqttModel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Passes the broker's events to the model.
final class SimEvents implements EventSink {
    private final MqttModel model;
    private final Injections injections;
    private final Consumer<BrokerEvent> trace;
    private final Consumer<Throwable> failed;

    /// @param failed told of exceptions that the broker has met
    SimEvents(MqttModel model, Injections injections, Consumer<BrokerEvent> trace, Consumer<Throwable> failed) {
        this.failed = failed;
        this.model = model;
        this.injections = injections;
        this.trace = trace;
    }

    @Override
    public void on(BrokerEvent event) {
        trace.accept(event);
        ClientKey about = tell(event);
        if (about != null) {
            injections.pass(Operation.Hook.EVENT, about);
        }
    }

    private @Nullable ClientKey tell(BrokerEvent event) {
        return switch (event) {
            case BrokerEvent.Connected e -> {
                ClientKey key = new ClientKey(e.instance(), e.clientId());
                model.connected(key, e.peer().address().getPort(), e.cleanStart(), e.sessionPresent());
                yield key;
            }
            case BrokerEvent.Disconnected e -> {
                ClientKey key = new ClientKey(e.instance(), e.clientId());
                model.disconnected(key, e.peer().address().getPort(), e.reason(), e.why());
                yield key;
            }
            case BrokerEvent.Dropped e -> {
                ClientKey key = new ClientKey(e.instance(), e.clientId());
                for (int i = 0; i < e.count(); i++) {
                    model.dropped(key, e.topic(), e.reason());
                }
                yield key;
            }
            case BrokerEvent.SessionEnded e -> {
                ClientKey key = new ClientKey(e.instance(), e.clientId());
                model.sessionEnded(key, e.why());
                yield key;
            }
            case BrokerEvent.PublishRefused e -> new ClientKey(e.instance(), e.clientId());
            case BrokerEvent.SubscribeRefused e -> new ClientKey(e.instance(), e.clientId());
            case BrokerEvent.WillDropped e -> {
                ClientKey key = new ClientKey(e.instance(), e.clientId());
                model.willDropped(key);
                yield key;
            }
            case BrokerEvent.UnexpectedError e -> {
                failed.accept(e.error());
                yield null;
            }
            case BrokerEvent.ConnectRefused _, BrokerEvent.Probed _, BrokerEvent.ListenerTroubled _ -> null;
        };
    }
}
