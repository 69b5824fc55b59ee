package io.hongyan.cluster.deliver;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// A message for the subscribers of virtual shards that nobody was known to serve when it was published, or whose
/// server was gone before it confirmed. Each goes to whoever serves it next; when all of them have it, it is done.
///
/// Confined to its shard.
final class HeldMessage {
    private static final int OVERHEAD_BYTES = 96;

    private final byte[] head;
    private final byte[] served;
    private final byte[] message;
    private final BitSet rest;
    private final @Nullable Runnable confirm;
    private int underWay;

    /// Whether it is among the [held][HeldMessages] ones.
    boolean held;

    /// @param head by [Parcel#head]
    /// @param served by [Parcel#filters]: the shared subscriptions that gave it to a member already
    /// @param vshards copied
    HeldMessage(byte[] head, byte[] served, byte[] message, BitSet vshards, @Nullable Runnable confirm) {
        this.head = head;
        this.served = served;
        this.message = message;
        this.rest = (BitSet) vshards.clone();
        this.confirm = confirm;
    }

    /// Those of which nobody has it yet. Nobody may change it.
    BitSet rest() {
        return rest;
    }

    /// What the server of some of them gets.
    Parcel take(BitSet vshards) {
        rest.andNot(vshards);
        underWay++;
        return Parcel.ofPart(head, served, vshards, message, this);
    }

    /// A part was not taken, or its receiver is gone.
    ///
    /// @param vshards of the part; they wait again
    void back(BitSet vshards) {
        rest.or(vshards);
        underWay--;
    }

    /// A server has confirmed its part.
    void confirmed() {
        underWay--;
    }

    /// Whether all of them have it.
    boolean isDone() {
        return underWay == 0 && rest.isEmpty();
    }

    @Nullable
    Runnable confirm() {
        return confirm;
    }

    /// What it counts with.
    int bytes() {
        return OVERHEAD_BYTES + head.length + served.length + message.length;
    }
}
