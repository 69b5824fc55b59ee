package io.hongyan.cluster.owner;

import io.hongyan.cluster.agree.Entry;
import io.hongyan.cluster.agree.Guard;
import java.util.ArrayList;
import java.util.List;

/// The wanted owners of [#SIZE] virtual shards in a row: a page of the assignment, as many as one transaction claims.
///
/// @param changed the revision that wrote it; 0 for a page that does not exist
/// @param nodes their names, empty where nobody was chosen
record WantedPage(long changed, List<String> nodes) {
    static final int SIZE = 64;
    static final WantedPage NONE = new WantedPage(0, List.of());

    private static final String NOBODY = "-";

    static WantedPage of(Entry entry) {
        var nodes = new ArrayList<String>(SIZE);
        for (String name : entry.text().split(" ", -1)) {
            nodes.add(name.equals(NOBODY) ? "" : name);
        }
        return new WantedPage(entry.changed(), List.copyOf(nodes));
    }

    /// @param index of the virtual shard within the page
    String node(int index) {
        return index < nodes.size() ? nodes.get(index) : "";
    }

    static String text(List<String> nodes) {
        return String.join(
                " ", nodes.stream().map(name -> name.isEmpty() ? NOBODY : name).toList());
    }

    static String key(int page) {
        return LiveState.WANTED + page;
    }

    /// Holds while the page is this one.
    Guard guard(int page) {
        return changed == 0 ? new Guard.Absent(key(page)) : new Guard.Unchanged(key(page), changed);
    }
}
