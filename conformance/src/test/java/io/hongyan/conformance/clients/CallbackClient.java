package io.hongyan.conformance.clients;

/// The common part of the clients that are libraries in this process: the server, and a queue that their
/// callbacks fill.
abstract class CallbackClient implements ForeignClient {
    final MessageQueue received = new MessageQueue();
    final Endpoint endpoint;
    final Wire wire;

    CallbackClient(Endpoint endpoint, Wire wire) {
        this.endpoint = endpoint;
        this.wire = wire;
    }

    @Override
    public final ReceivedMessage next() throws InterruptedException {
        return received.next();
    }
}
