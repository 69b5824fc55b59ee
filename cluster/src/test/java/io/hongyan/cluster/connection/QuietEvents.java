package io.hongyan.cluster.connection;

import io.hongyan.cluster.link.Link;
import io.hongyan.cluster.link.LinkEnd;
import io.hongyan.cluster.link.LinkEvents;
import io.hongyan.cluster.link.Node;
import io.hongyan.cluster.link.Refusal;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Writes down how links ended and what failed.
final class QuietEvents implements LinkEvents {
    final List<LinkEnd> ends = new CopyOnWriteArrayList<>();
    final List<RuntimeException> failures = new CopyOnWriteArrayList<>();

    @Override
    public void opened(Link link) {}

    @Override
    public void closed(Link link, LinkEnd why) {
        ends.add(why);
    }

    @Override
    public void notOpened(Node node, int loop, String why, boolean repeated) {}

    @Override
    public void refused(String node, InetSocketAddress address, Refusal why, boolean repeated) {}

    @Override
    public void troubled(String what, boolean repeated) {}

    @Override
    public void userFailed(Link link, RuntimeException fault) {
        failures.add(fault);
    }
}
