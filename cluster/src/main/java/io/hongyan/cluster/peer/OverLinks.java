package io.hongyan.cluster.peer;

import io.hongyan.cluster.link.Link;
import io.hongyan.cluster.link.LinkEnd;
import io.hongyan.cluster.link.LinkUser;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/// Has somebody use the links of one loop.
///
/// Confined to that loop.
public final class OverLinks implements LinkUser {
    private final NodeLinkUser user;
    private final IdentityHashMap<Link, OneLink> links = new IdentityHashMap<>();

    public OverLinks(NodeLinkUser user) {
        this.user = user;
    }

    @Override
    public void opened(Link link) {
        OneLink opened = new OneLink(link, new NodeId(link.node(), link.incarnation()));
        links.put(link, opened);
        user.opened(opened);
    }

    @Override
    public void received(Link link, int type, ByteBuffer body) {
        OneLink known = links.get(link);
        if (known == null) {
            return;
        }
        try {
            user.received(known, type, body);
        } catch (MalformedFrame wrong) {
            link.close(link.node() + " sent what no node sends: " + wrong.getMessage());
        } catch (BufferUnderflowException e) {
            link.close(link.node() + " sent what no node sends: a frame of type " + type + " that ends too early");
        }
    }

    @Override
    public void drained(Link link) {
        OneLink known = links.get(link);
        if (known != null) {
            user.drained(known);
        }
    }

    @Override
    public void closed(Link link, LinkEnd why) {
        OneLink known = links.remove(link);
        if (known != null) {
            user.closed(known);
        }
    }

    private record OneLink(Link link, NodeId node) implements NodeLink {
        @Override
        public int loop() {
            return link.loop();
        }

        @Override
        public boolean asked() {
            return link.asked();
        }

        @Override
        public int largestBody() {
            return link.largestBody();
        }

        @Override
        public @Nullable ByteBuffer frame(int type, int size) {
            return link.frame(type, size);
        }

        @Override
        public boolean congested() {
            return link.congested();
        }

        @Override
        public void close(String why) {
            link.close(why);
        }

        @Override
        public String toString() {
            return link.toString();
        }
    }
}
