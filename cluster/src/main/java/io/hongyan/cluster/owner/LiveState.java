package io.hongyan.cluster.owner;

import io.hongyan.cluster.agree.Change;
import io.hongyan.cluster.agree.Entry;
import io.hongyan.cluster.agree.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What stands in the agreement about owners, at one revision: who owns, who is wanted as an owner, who leads, which
/// nodes are to be emptied.
///
/// Confined to the cluster's thread, apart from [#table] and [#drainedNow].
final class LiveState {
    /// Everything that changes as nodes come and go stands below one prefix, so that one watch sees it in one order.
    static final String PREFIX = "live/";

    static final String SHARD = "live/shard/";
    static final String WANTED = "live/wanted/";
    static final String LEADER = "live/leader";
    static final String DRAIN = "live/drain/";
    static final String PIN = "live/pin/";

    private final int vshards;
    private final @Nullable Entry[] shards;
    private final Map<Integer, WantedPage> pages = new HashMap<>();
    private final Set<String> drained = new HashSet<>();
    private final Map<Integer, String> pins = new HashMap<>();
    private final BitSet dirty = new BitSet();
    private @Nullable Entry leader;
    private long revision;
    private volatile OwnerTable table;
    private volatile Set<String> drainedNow = Set.of();

    LiveState(int vshards) {
        this.vshards = vshards;
        this.shards = new Entry[vshards];
        this.table = new OwnerTable(shards);
    }

    /// Who owns what. Any thread.
    OwnerTable table() {
        return table;
    }

    int vshards() {
        return vshards;
    }

    int pageCount() {
        return (vshards + WantedPage.SIZE - 1) / WantedPage.SIZE;
    }

    /// The moment at which all this is so; 0 before anything was heard.
    long revision() {
        return revision;
    }

    /// The claim of a virtual shard, or null.
    @Nullable
    Entry shard(int vshard) {
        return shards[vshard];
    }

    WantedPage page(int page) {
        return pages.getOrDefault(page, WantedPage.NONE);
    }

    /// The node that is to own it; empty when nobody has said yet.
    String wanted(int vshard) {
        return page(vshard / WantedPage.SIZE).node(vshard % WantedPage.SIZE);
    }

    @Nullable
    Entry leader() {
        return leader;
    }

    /// The nodes that are to be emptied.
    Set<String> drained() {
        return Collections.unmodifiableSet(drained);
    }

    /// The same. Any thread.
    Set<String> drainedNow() {
        return drainedNow;
    }

    /// Virtual shards that an operator wants to have on a node, whatever the assignment says.
    Map<Integer, String> pins() {
        return Collections.unmodifiableMap(pins);
    }

    /// The virtual shards of which something has changed; whoever looks at them clears them.
    BitSet dirty() {
        return dirty;
    }

    void dirtyPage(int page) {
        dirty.set(page * WantedPage.SIZE, Math.min((page + 1) * WantedPage.SIZE, vshards));
    }

    void dirtyAll() {
        dirty.set(0, vshards);
    }

    void snapshot(Range all) {
        Arrays.fill(shards, null);
        pages.clear();
        drained.clear();
        pins.clear();
        leader = null;
        for (Entry entry : all.entries()) {
            put(entry, new ArrayList<>());
        }
        revision = all.revision();
        table = new OwnerTable(shards);
        drainedNow = Set.copyOf(drained);
        dirtyAll();
    }

    void changed(List<Change> changes, long now) {
        var owners = new ArrayList<Integer>();
        for (Change change : changes) {
            switch (change) {
                case Change.Put put -> put(put.entry(), owners);
                case Change.Deleted deleted -> deleted(deleted.key(), owners);
            }
        }
        revision = now;
        if (!owners.isEmpty()) {
            table = table.with(owners, shards);
        }
        if (!drained.equals(drainedNow)) {
            drainedNow = Set.copyOf(drained);
        }
    }

    private void put(Entry entry, List<Integer> owners) {
        String key = entry.key();
        if (key.startsWith(SHARD)) {
            int vshard = number(key, SHARD, vshards);
            if (vshard >= 0) {
                shards[vshard] = entry;
                dirty.set(vshard);
                owners.add(vshard);
            }
        } else if (key.startsWith(WANTED)) {
            int page = number(key, WANTED, pageCount());
            if (page >= 0) {
                pages.put(page, WantedPage.of(entry));
                dirtyPage(page);
            }
        } else if (key.startsWith(DRAIN)) {
            drained.add(key.substring(DRAIN.length()));
        } else if (key.startsWith(PIN)) {
            int vshard = number(key, PIN, vshards);
            if (vshard >= 0) {
                pins.put(vshard, entry.text());
            }
        } else if (key.equals(LEADER)) {
            leader = entry;
        }
    }

    private void deleted(String key, List<Integer> owners) {
        if (key.startsWith(SHARD)) {
            int vshard = number(key, SHARD, vshards);
            if (vshard >= 0) {
                shards[vshard] = null;
                dirty.set(vshard);
                owners.add(vshard);
            }
        } else if (key.startsWith(WANTED)) {
            int page = number(key, WANTED, pageCount());
            if (page >= 0) {
                pages.remove(page);
                dirtyPage(page);
            }
        } else if (key.startsWith(DRAIN)) {
            drained.remove(key.substring(DRAIN.length()));
        } else if (key.startsWith(PIN)) {
            pins.remove(number(key, PIN, vshards));
        } else if (key.equals(LEADER)) {
            leader = null;
        }
    }

    /// The number in a key, or -1 when it is none of ours.
    private static int number(String key, String prefix, int bound) {
        try {
            int number = Integer.parseInt(key.substring(prefix.length()));
            return number < bound ? number : -1;
        } catch (NumberFormatException _) {
            return -1;
        }
    }
}
