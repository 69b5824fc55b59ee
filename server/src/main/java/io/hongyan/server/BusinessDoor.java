package io.hongyan.server;

import io.hongyan.amqp.connection.AmqpServer;
import io.hongyan.amqp.queue.Queues;
import io.hongyan.broker.Broker;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.quota.ConnectionBudget;
import io.hongyan.broker.quota.ConnectionLimiter;
import io.hongyan.broker.store.Store;
import io.hongyan.cloud.Cloud;
import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.metrics.AmqpMetrics;
import io.hongyan.server.metrics.QueueMetrics;
import io.hongyan.transport.Acceptor;
import io.hongyan.transport.Loop;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Supplier;

/// The front door for business systems: the queues that they consume, which take what devices publish whether or not
/// anybody is connected, and AMQP.
final class BusinessDoor implements AutoCloseable {
    private final Queues queues;
    private final AmqpServer amqp;

    /// What [#BusinessDoor] opens with the queues that there are.
    static Queues queues(ServerConfig config, Store store, List<? extends Loop> loops, Clock clock, EventSink events) {
        return new Queues(store, loops, clock, config.amqp().queues(), events);
    }

    BusinessDoor(
            ServerConfig config,
            Queues queues,
            Cloud cloud,
            Broker broker,
            List<? extends Loop> loops,
            Clock clock,
            EventSink events) {
        this.queues = queues;
        ConnectionLimiter limiter = new ConnectionLimiter(
                config.broker().flood(), ConnectionBudget.ofThisProcess().connections(), clock);
        amqp = new AmqpServer(
                config.amqp(),
                config.broker().protocol().maxPacketBytes(),
                cloud,
                queues,
                loops,
                limiter,
                events,
                clock);
        queues.start(broker);
        amqp.start(broker);
        cloud.metadata().listen(this::forgetDeleted);
    }

    /// What belongs to an instance goes with it.
    private void forgetDeleted(MetadataSnapshot now) {
        queues.all().stream()
                .map(queue -> queue.key().instance())
                .filter(instance -> now.instance(instance).isEmpty())
                .distinct()
                .forEach(queues::dropInstance);
    }

    AmqpServer amqp() {
        return amqp;
    }

    Acceptor acceptor() {
        return amqp.acceptor();
    }

    List<Supplier<List<MetricSnapshot>>> metrics() {
        return List.of(new QueueMetrics(queues::all), new AmqpMetrics(amqp::connections, amqp::figures));
    }

    @Override
    public void close() {
        amqp.close();
        queues.close();
    }
}
