package io.hongyan.testkit.sim.model;

import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Property;

/// The will of one connection.
final class WillRecord {
    final Publication publication;
    final long delaySeconds;
    State state = State.ARMED;

    /// An acknowledgement says that the disk has it.
    boolean confirmed;

    /// Timers of an earlier run of the broker do not count.
    int generation;

    enum State {
        /// The connection is open, or has just ended.
        ARMED,
        /// The connection has ended, and the delay runs.
        DELAYED,
        /// It was published, or certainly will not be.
        SETTLED
    }

    WillRecord(Publication publication, Will will) {
        this.publication = publication;
        this.delaySeconds = will.properties().number(Property.WILL_DELAY_INTERVAL, 0);
    }
}
