package io.hongyan.cluster.peer;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Links without sockets, on the thread of the test: a frame arrives when the test lets it, in its order on its link,
/// or never, when the link is cut before.
public final class FakeNetwork {
    private static final int LARGEST_BODY = 1 << 20;

    private final RandomGenerator random;
    private final int room;
    private final List<FakeLink> ends = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();

    /// @param room how many frames a link has under way before it is congested
    public FakeNetwork(RandomGenerator random, int room) {
        this.random = random;
        this.room = room;
    }

    /// A loop of a node, and who uses its links.
    public record End(NodeId node, int loop, NodeLinkUser user) {}

    private record Frame(int type, ByteBuffer body) {}

    /// Opens a link.
    ///
    /// @return the end of the one that opens it
    public NodeLink connect(End opener, End other) {
        FakeLink asked = new FakeLink(other, opener.user, true);
        FakeLink accepted = new FakeLink(opener, other.user, false);
        asked.peer = accepted;
        accepted.peer = asked;
        ends.add(asked);
        ends.add(accepted);
        accepted.user.opened(accepted);
        asked.user.opened(asked);
        return asked;
    }

    /// Lets the next frame of some link arrive.
    ///
    /// @return false when nothing is under way
    public boolean step() {
        List<FakeLink> busy =
                ends.stream().filter(end -> !end.arriving.isEmpty()).toList();
        if (busy.isEmpty()) {
            return false;
        }
        busy.get(random.nextInt(busy.size())).arrive();
        return true;
    }

    /// Ends a link: what is under way on it is lost.
    public void cut(NodeLink link) {
        if (link instanceof FakeLink end) {
            end.end();
        }
    }

    /// Ends the links of a node.
    public void cutAll(NodeId node) {
        for (FakeLink end : List.copyOf(ends)) {
            if (end.other.node.equals(node)) {
                end.end();
            }
        }
    }

    /// Why links were closed by their users.
    public List<String> reasons() {
        return closed;
    }

    private final class FakeLink implements NodeLink {
        final End other;
        final NodeLinkUser user;
        final boolean asked;
        final ArrayDeque<Frame> arriving = new ArrayDeque<>();

        @Nullable
        FakeLink peer;

        boolean open = true;
        boolean congested;

        FakeLink(End other, NodeLinkUser user, boolean asked) {
            this.other = other;
            this.user = user;
            this.asked = asked;
        }

        void arrive() {
            Frame frame = arriving.remove();
            FakeLink sender = peer;
            try {
                user.received(this, frame.type, frame.body.flip());
            } catch (MalformedFrame | BufferUnderflowException wrong) {
                close(String.valueOf(wrong));
            }
            if (sender != null && sender.congested && arriving.size() <= room / 4) {
                sender.congested = false;
                sender.user.drained(sender);
            }
        }

        void end() {
            FakeLink there = peer;
            if (!open || there == null) {
                return;
            }
            open = false;
            there.open = false;
            ends.remove(this);
            ends.remove(there);
            arriving.clear();
            there.arriving.clear();
            user.closed(this);
            there.user.closed(there);
        }

        @Override
        public NodeId node() {
            return other.node;
        }

        @Override
        public int loop() {
            return other.loop;
        }

        @Override
        public boolean asked() {
            return asked;
        }

        @Override
        public int largestBody() {
            return LARGEST_BODY;
        }

        @Override
        public @Nullable ByteBuffer frame(int type, int size) {
            FakeLink there = peer;
            if (!open || there == null || there.arriving.size() >= 2 * room) {
                congested = true;
                return null;
            }
            congested |= there.arriving.size() >= room;
            ByteBuffer body = ByteBuffer.allocate(size);
            there.arriving.add(new Frame(type, body));
            return body;
        }

        @Override
        public boolean congested() {
            return congested;
        }

        @Override
        public void close(String why) {
            closed.add(why);
            end();
        }
    }
}
