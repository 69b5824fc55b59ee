package io.hongyan.amqp.connection;

import io.hongyan.amqp.AmqpSettings;
import io.hongyan.amqp.channel.ChannelFigures;
import io.hongyan.amqp.channel.ChannelServices;
import io.hongyan.amqp.message.MessageIntake;
import io.hongyan.amqp.queue.Queues;
import io.hongyan.amqp.queue.SharedBytes;
import io.hongyan.broker.Broker;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.quota.ConnectionLimiter;
import io.hongyan.cloud.Cloud;
import io.hongyan.transport.Acceptor;
import io.hongyan.transport.Loop;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/// Serves AMQP on the connections that its [#acceptor()] gets. Any thread.
public final class AmqpServer implements AutoCloseable {
    private final AmqpAcceptor acceptor;
    private final MessageIntake intake;
    private final ChannelFigures figures = new ChannelFigures();
    private final ConnectionLimiter limiter;

    /// @param maxMessageBytes the largest body that is taken; an instance may allow less
    /// @param loops of the transport
    /// @param limiter how many connections there may be, beside those of MQTT
    /// @param events told of refusals
    public AmqpServer(
            AmqpSettings settings,
            int maxMessageBytes,
            Cloud cloud,
            Queues queues,
            List<? extends Loop> loops,
            ConnectionLimiter limiter,
            EventSink events,
            Clock clock) {
        this.limiter = limiter;
        ThreadFactory threads =
                Thread.ofVirtual().name("hongyan-amqp-login-", 0).factory();
        Executor logins = task -> threads.newThread(task).start();
        EventSink guarded = EventSink.guarded(events);
        intake = new MessageIntake(cloud, guarded, maxMessageBytes);
        ChannelServices channels = new ChannelServices(
                settings, maxMessageBytes, cloud, intake, queues, figures, SharedBytes.ofHeap(), clock);
        acceptor = new AmqpAcceptor(
                new Door(settings, cloud.business(), channels, guarded, clock, logins), limiter, loops);
        cloud.metadata().listen(_ -> recheck());
        cloud.custom().listen((instance, _, name) -> refresh(instance, name), () -> acceptor.onEach(Live::refresh));
    }

    /// Begins to publish what business systems send.
    public void start(Broker broker) {
        intake.start(broker);
    }

    /// Takes the connections of listeners on the loops.
    public Acceptor acceptor() {
        return acceptor;
    }

    /// Connections that are open.
    public int connections() {
        return limiter.connections();
    }

    /// The open connections of an instance, by rising id.
    ///
    /// @param after only ids above this one; 0 for all
    /// @param most how many
    public CompletableFuture<List<ConnectionStatus>> connections(String instance, long after, int most) {
        return acceptor.ask(open -> open.filter(
                                each -> each.who().isOf(instance) && each.who().id() > after)
                        .limit(most)
                        .map(AmqpConnection::status)
                        .toList())
                .thenApply(parts -> ConnectionStatus.merged(parts, most));
    }

    /// Closes a connection of an instance with reply code 320, CONNECTION_FORCED.
    ///
    /// @param why for its peer and the log
    /// @return whether it was open
    public CompletableFuture<Boolean> closeConnection(String instance, long id, String why) {
        return acceptor.ask(open -> {
                    Optional<AmqpConnection> found = open.filter(each ->
                                    each.who().isOf(instance) && each.who().id() == id)
                            .findFirst();
                    found.ifPresent(each -> each.force(why));
                    return found.isPresent();
                })
                .thenApply(parts -> parts.contains(true));
    }

    public ChannelFigures.Values figures() {
        return figures.values();
    }

    private void recheck() {
        acceptor.onEach(Live::recheck);
    }

    private void refresh(String instance, String user) {
        acceptor.onEach(live -> live.refresh(instance, user));
    }

    /// Lets nobody in any more, and tells everybody that the service stops.
    @Override
    public void close() {
        acceptor.close();
        acceptor.onEach(Live::stop);
    }
}
