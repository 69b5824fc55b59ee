package io.hongyan.server.metrics;

import io.hongyan.amqp.channel.ChannelFigures;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// What business systems do over AMQP, read at each request.
public final class AmqpMetrics implements Supplier<List<MetricSnapshot>> {
    private final IntSupplier connections;
    private final Supplier<ChannelFigures.Values> figures;

    /// @param connections that are open
    public AmqpMetrics(IntSupplier connections, Supplier<ChannelFigures.Values> figures) {
        this.connections = connections;
        this.figures = figures;
    }

    @Override
    public List<MetricSnapshot> get() {
        ChannelFigures.Values now = figures.get();
        return List.of(
                MetricFamily.gauge("amqp_connections", "Connections of business systems.", connections.getAsInt()),
                MetricFamily.counter("amqp_published", "Messages that they published.", now.published()),
                MetricFamily.counter("amqp_confirmed", "Those that were accepted.", now.confirmed()),
                MetricFamily.counter("amqp_refused", "Those that were not.", "reason", now.refused()),
                MetricFamily.counter("amqp_delivered", "Messages sent to consumers.", now.delivered()),
                MetricFamily.counter("amqp_channels_closed", "Channels closed for a fault.", "code", now.closed()));
    }
}
