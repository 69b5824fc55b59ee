package io.hongyan.cluster.link;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Writes down what an operator would be told.
final class RecordingEvents implements LinkEvents {
    final List<Link> opened = new CopyOnWriteArrayList<>();
    final List<LinkEnd> ends = new CopyOnWriteArrayList<>();
    final List<String> notOpened = new CopyOnWriteArrayList<>();
    final List<Refusal> refused = new CopyOnWriteArrayList<>();
    final List<String> troubles = new CopyOnWriteArrayList<>();
    final List<RuntimeException> failures = new CopyOnWriteArrayList<>();

    @Override
    public void opened(Link link) {
        opened.add(link);
    }

    @Override
    public void closed(Link link, LinkEnd why) {
        ends.add(why);
    }

    @Override
    public void notOpened(Node node, int loop, String why, boolean repeated) {
        if (!repeated) {
            notOpened.add(node.name() + ": " + why);
        }
    }

    @Override
    public void refused(String node, InetSocketAddress address, Refusal why, boolean repeated) {
        refused.add(why);
    }

    @Override
    public void troubled(String what, boolean repeated) {
        troubles.add(what);
    }

    @Override
    public void userFailed(Link link, RuntimeException fault) {
        failures.add(fault);
    }

    boolean ended(LinkEnd.Kind kind) {
        return ends.stream().anyMatch(end -> end.kind() == kind);
    }
}
