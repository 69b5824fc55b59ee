package io.hongyan.cluster.route;

import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The filters that this node has subscribers for, as other nodes are told of them: all at once, page by page, or what
/// changed since the last batch.
///
/// Confined to loop 0.
final class ToldFilters {
    private static final int PAGE_BYTES = 32 << 10;

    private final RouteKeys keys;
    private final ToldKeys table;
    private final LevelHashes levels = new LevelHashes();
    private final List<@Nullable RouteGroup> groups = new ArrayList<>();
    private final Map<GroupName, RouteGroup> byName = new HashMap<>();
    private final TreeSet<SharedName> shared =
            new TreeSet<>(Comparator.comparing(SharedName::instance).thenComparing(SharedName::filter));

    // What has changed since the last batch; what came and went again is not in it.
    private final Map<Key, Boolean> changedKeys = new LinkedHashMap<>();
    private final Map<SharedName, Boolean> changedShared = new LinkedHashMap<>();
    private final Set<RouteGroup> emptied = new LinkedHashSet<>();
    private final Set<Key> again = new LinkedHashSet<>();

    ToldFilters(RouteKeys keys, RandomGenerator random) {
        this.keys = keys;
        this.table = new ToldKeys(random.nextLong());
        groups.add(new RouteGroup(RouteGroup.EXACT, "", FilterShape.EXACT));
    }

    private record GroupName(String instance, FilterShape shape) {}

    private record SharedName(String instance, String filter) {}

    private record Key(long key, RouteGroup group) {}

    /// How far a node has got in the pages.
    static final class Cursor {
        private int segment;
        private @Nullable SharedName last;
        private boolean first = true;

        /// Whether nothing was read yet.
        boolean isNew() {
            return first;
        }
    }

    /// A page, and where the next one begins; null after the last.
    record Page(byte[] parts, @Nullable Cursor next) {}

    /// Takes a change in.
    void apply(RouteChange change) {
        TopicFilter filter = change.filter();
        if (filter.isShared()) {
            SharedName name = new SharedName(change.instance(), filter.text());
            boolean changed = change.added() ? shared.add(name) : shared.remove(name);
            if (changed) {
                toggle(changedShared, name, change.added());
            }
            return;
        }
        FilterShape shape = FilterShape.of(filter);
        long key = keys.key(RouteKeys.seed(change.instance()), shape, levels.of(filter.utf8()));
        RouteGroup group = group(change.instance(), shape);
        if (change.added()) {
            add(key, group);
        } else {
            remove(key, group);
        }
    }

    private void add(long key, RouteGroup group) {
        if (table.add(key, group.id())) {
            group.size++;
            emptied.remove(group);
            toggle(changedKeys, new Key(key, group), true);
        }
    }

    private void remove(long key, RouteGroup group) {
        if (!table.remove(key, group.id())) {
            return;
        }
        toggle(changedKeys, new Key(key, group), false);
        int other = table.groupOf(key);
        if (other != ToldKeys.NONE) {
            again.add(new Key(key, groupOf(other)));
        }
        if (--group.size == 0 && group.id() != RouteGroup.EXACT) {
            emptied.add(group);
        }
    }

    private static <K> void toggle(Map<K, Boolean> changes, K what, boolean added) {
        if (changes.remove(what) == null) {
            changes.put(what, added);
        }
    }

    private RouteGroup group(String instance, FilterShape shape) {
        if (shape.isExact()) {
            return groupOf(RouteGroup.EXACT);
        }
        GroupName name = new GroupName(instance, shape);
        RouteGroup known = byName.get(name);
        if (known == null) {
            int free = groups.indexOf(null);
            known = new RouteGroup(free < 0 ? groups.size() : free, instance, shape);
            if (free < 0) {
                groups.add(known);
            } else {
                groups.set(free, known);
            }
            byName.put(name, known);
        }
        return known;
    }

    private RouteGroup groupOf(int id) {
        RouteGroup group = groups.get(id);
        if (group == null) {
            throw new IllegalStateException("a key of group " + id + ", which there is not");
        }
        return group;
    }

    /// Writes what has changed since the last batch.
    void writeChanges(RouteParts out) {
        writeKeys(out, false);
        writeShared(out, false);
        for (Key key : again) {
            if (table.contains(key.key, key.group.id())) {
                changedKeys.put(key, true);
            }
        }
        writeKeys(out, true);
        writeShared(out, true);
        for (RouteGroup group : emptied) {
            out.ended(group);
            groups.set(group.id(), null);
            byName.remove(new GroupName(group.instance(), group.shape()));
        }
        changedKeys.clear();
        changedShared.clear();
        emptied.clear();
        again.clear();
    }

    private void writeKeys(RouteParts out, boolean added) {
        Map<RouteGroup, KeyList> lists = new LinkedHashMap<>();
        changedKeys.forEach((key, itsAdded) -> {
            if (itsAdded == added) {
                lists.computeIfAbsent(key.group, each -> new KeyList()).add(key.key);
            }
        });
        lists.forEach((group, list) -> out.keys(added, group, list));
    }

    private void writeShared(RouteParts out, boolean added) {
        Map<String, List<String>> lists = new TreeMap<>();
        changedShared.forEach((name, itsAdded) -> {
            if (itsAdded == added) {
                lists.computeIfAbsent(name.instance, each -> new ArrayList<>()).add(name.filter);
            }
        });
        lists.forEach((instance, filters) -> out.shared(added, instance, filters));
    }

    /// The present filters from a cursor on. Each is in one page, unless it changes meanwhile.
    Page page(Cursor from) {
        Cursor next = new Cursor();
        next.first = false;
        next.segment = from.segment;
        next.last = from.last;
        Map<RouteGroup, KeyList> lists = new LinkedHashMap<>();
        int[] bytes = new int[1];
        while (next.segment < KeyPlaces.SEGMENTS && bytes[0] < PAGE_BYTES) {
            table.forEach(next.segment++, (key, group) -> {
                lists.computeIfAbsent(groupOf(group), each -> new KeyList()).add(key);
                bytes[0] += Long.BYTES;
            });
        }
        RouteParts out = new RouteParts();
        lists.forEach((group, list) -> out.keys(true, group, list));
        boolean complete = next.segment == KeyPlaces.SEGMENTS && writeSharedPage(out, next);
        return new Page(out.bytes(), complete ? null : next);
    }

    /// @return whether all are written
    private boolean writeSharedPage(RouteParts out, Cursor cursor) {
        while (out.size() < PAGE_BYTES) {
            SharedName name =
                    cursor.last == null ? (shared.isEmpty() ? null : shared.first()) : shared.higher(cursor.last);
            if (name == null) {
                return true;
            }
            out.shared(true, name.instance, List.of(name.filter));
            cursor.last = name;
        }
        return false;
    }

    /// How many keys and shared subscriptions there are.
    int size() {
        return table.size() + shared.size();
    }
}
