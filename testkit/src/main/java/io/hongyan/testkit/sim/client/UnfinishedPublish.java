package io.hongyan.testkit.sim.client;

import io.hongyan.codec.packet.Publish;
import io.hongyan.testkit.sim.model.Publication;

/// A message that was sent and not acknowledged for good.
final class UnfinishedPublish {
    final Publication publication;
    final Publish packet;
    final long order;
    boolean released;

    /// @param order of sending
    UnfinishedPublish(Publication publication, Publish packet, long order) {
        this.publication = publication;
        this.packet = packet;
        this.order = order;
    }
}
