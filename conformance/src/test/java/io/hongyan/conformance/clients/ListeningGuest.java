package io.hongyan.conformance.clients;

/// What the guests have in common that are libraries in this process: where they connect to, and ears that their
/// callbacks fill.
abstract class ListeningGuest implements Guest {
    final Ears ears = new Ears();
    final Endpoint endpoint;
    final Wire wire;

    ListeningGuest(Endpoint endpoint, Wire wire) {
        this.endpoint = endpoint;
        this.wire = wire;
    }

    @Override
    public final Heard next() throws InterruptedException {
        return ears.next();
    }
}
