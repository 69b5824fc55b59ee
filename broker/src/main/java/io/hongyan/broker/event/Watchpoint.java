package io.hongyan.broker.event;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Where a broker looks for a [PacketWatch]: for each packet, so a look must cost next to nothing while nobody watches.
/// Any thread.
public final class Watchpoint {
    private final AtomicReference<@Nullable PacketWatch> present = new AtomicReference<>();

    /// Who watches; null nearly always. No event is made then.
    public @Nullable PacketWatch watch() {
        return present.getAcquire(); // no fence: a packet more or less at the beginning is all the same
    }

    /// Has somebody watch from now on.
    ///
    /// @param watch null = nobody
    public void watch(@Nullable PacketWatch watch) {
        present.setRelease(watch);
    }
}
