package io.hongyan.cluster.deliver;

import io.hongyan.cluster.link.Link;
import io.hongyan.cluster.link.LinkEnd;
import io.hongyan.cluster.link.LinkEvents;
import io.hongyan.cluster.link.Node;
import io.hongyan.cluster.link.Refusal;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Keeps what went wrong with links for the test, and says nothing.
final class Silence implements LinkEvents {
    final List<String> faults = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void opened(Link link) {}

    @Override
    public void closed(Link link, LinkEnd why) {
        if (why.kind() == LinkEnd.Kind.CLOSED || why.kind() == LinkEnd.Kind.PROTOCOL) {
            faults.add(link + " closed: " + why.text());
        }
    }

    @Override
    public void notOpened(Node node, int loop, String why, boolean repeated) {}

    @Override
    public void refused(String node, InetSocketAddress address, Refusal why, boolean repeated) {}

    @Override
    public void troubled(String what, boolean repeated) {}

    @Override
    public void userFailed(Link link, RuntimeException fault) {
        faults.add(link + " failed: " + fault);
    }
}
