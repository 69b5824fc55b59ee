package io.hongyan.client.options;

import java.nio.file.Path;

/// The settings of a client. Each part has a builder, which holds the defaults and refuses invalid values;
/// contradictions are refused when the parts are built.
public record ClientOptions(
        NetworkOptions network, SessionOptions session, LimitOptions limits, CallbackOptions callbacks) {
    public ClientOptions {
        Path folder = limits.queue().folder();
        if (folder != null) {
            Preconditions.check(
                    !session.clientId().isEmpty(), "queue.onDisk needs a clientId: the messages belong to its session");
            Preconditions.checkFolder("queue.folder", folder);
        }
        session = session.identified();
    }

    /// The most messages of QoS 1 and 2 sent ahead of their acknowledgements. Before 5.0 a server does not say how much
    /// it takes at once; Mosquitto's usual 20 is safe.
    public int inFlight() {
        Integer chosen = limits.inFlight();
        return chosen != null ? chosen : session.version().isV5() ? 1000 : 20;
    }
}
