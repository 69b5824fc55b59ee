package io.hongyan.client.topic;

import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the values for a topic: filters level by level (MQTT 5.0, chapter 4.7). The result for a topic is
/// cached until a filter is added or removed. As long as there are few filters, as nearly everywhere, they stand in a
/// row that is looked through: levels and maps would be a tenth of an idle client.
///
/// Confined to the loop.
public final class FilterTree<T> {
    private static final int REMEMBERED = 4096;
    /// More filters than these are in levels.
    private static final int FEW = 4;

    private @Nullable Row<T> row;
    private int count;
    private @Nullable Levels<T> levels;

    /// A filter of a few.
    private static final class Row<T> {
        final TopicFilter filter;
        /// The value, as what is found when no other filter matches.
        final List<T> alone;
        final @Nullable Row<T> next;

        Row(TopicFilter filter, List<T> alone, @Nullable Row<T> next) {
            this.filter = filter;
            this.alone = alone;
            this.next = next;
        }
    }

    public void add(TopicFilter filter, T value) {
        Levels<T> many = levels;
        if (many == null && count == FEW) {
            many = new Levels<>();
            for (Row<T> one = row; one != null; one = one.next) {
                many.add(one.filter, one.alone.getFirst());
            }
            levels = many;
            row = null;
        }
        if (many != null) {
            many.add(filter, value);
        } else {
            row = new Row<>(filter, List.of(value), row);
            count++;
        }
    }

    public void remove(TopicFilter filter, T value) {
        if (levels != null) {
            levels.remove(filter, value);
            return;
        }
        Row<T> gone = row;
        while (gone != null && !(isSame(gone.filter, filter) && gone.alone.contains(value))) {
            gone = gone.next;
        }
        if (gone != null) {
            Row<T> fewer = gone.next;
            for (Row<T> one = row; one != null && one != gone; one = one.next) {
                fewer = new Row<>(one.filter, one.alone, fewer);
            }
            row = fewer;
            count--;
        }
    }

    /// Whether they match the same, whatever the group that shares.
    private static boolean isSame(TopicFilter one, TopicFilter other) {
        return one.filter().equals(other.filter());
    }

    /// The values whose filters match, each once, in no particular order.
    public List<T> match(Topic topic) {
        if (levels != null) {
            return levels.match(topic);
        }
        List<T> found = List.of();
        for (Row<T> one = row; one != null; one = one.next) {
            if (one.filter.matches(topic)) {
                found = found.isEmpty() ? one.alone : union(found, one.alone);
            }
        }
        return found;
    }

    private static <T> List<T> union(List<T> some, List<T> one) {
        if (some.containsAll(one)) {
            return some;
        }
        List<T> more = new ArrayList<>(some);
        more.addAll(one);
        return more;
    }

    /// Many filters.
    private static final class Levels<T> {
        private final Node<T> root = new Node<>();
        private final Map<Topic, List<T>> found = new HashMap<>(0);

        private static final class Node<T> {
            /// Immutable while there is at most one, as nearly everywhere: a map of its own would be most of a client.
            Map<String, Node<T>> children = Map.of();
            List<T> values = List.of();
            List<T> below = List.of();

            boolean isEmpty() {
                return children.isEmpty() && values.isEmpty() && below.isEmpty();
            }

            Node<T> child(String level) {
                Node<T> child = children.get(level);
                if (child == null) {
                    child = new Node<>();
                    if (children.isEmpty()) {
                        children = Map.of(level, child);
                    } else {
                        Map<String, Node<T>> more = children.size() == 1 ? new HashMap<>(children) : children;
                        more.put(level, child);
                        children = more;
                    }
                }
                return child;
            }

            void removeChild(String level) {
                if (children.size() <= 2) {
                    Map<String, Node<T>> fewer = new HashMap<>(children);
                    fewer.remove(level);
                    children = Map.copyOf(fewer);
                } else {
                    children.remove(level);
                }
            }
        }

        void add(TopicFilter filter, T value) {
            found.clear();
            String[] levels = filter.filter().split("/", -1);
            Node<T> node = root;
            for (String level : levels) {
                if (level.equals("#")) {
                    node.below = with(node.below, value);
                    return;
                }
                node = node.child(level);
            }
            node.values = with(node.values, value);
        }

        void remove(TopicFilter filter, T value) {
            found.clear();
            String[] levels = filter.filter().split("/", -1);
            List<Node<T>> path = new ArrayList<>();
            path.add(root);
            int at = 0;
            for (; at < levels.length && !levels[at].equals("#"); at++) {
                Node<T> child = path.getLast().children.get(levels[at]);
                if (child == null) {
                    return;
                }
                path.add(child);
            }
            Node<T> end = path.getLast();
            if (at == levels.length) {
                end.values = without(end.values, value);
            } else {
                end.below = without(end.below, value);
            }
            for (int i = path.size() - 1; i > 0 && path.get(i).isEmpty(); i--) {
                path.get(i - 1).removeChild(levels[i - 1]);
            }
        }

        List<T> match(Topic topic) {
            List<T> known = found.get(topic);
            if (known == null) {
                known = new ArrayList<>(1);
                collect(topic.toString().split("/", -1), topic.startsWithDollar(), known);
                if (known.size() > 1) {
                    known = new ArrayList<>(new LinkedHashSet<>(known));
                }
                if (found.size() >= REMEMBERED) {
                    found.clear();
                }
                found.put(topic, known);
            }
            return known;
        }

        private static <T> List<T> with(List<T> some, T value) {
            List<T> more = new ArrayList<>(some);
            more.add(value);
            return List.copyOf(more);
        }

        private static <T> List<T> without(List<T> some, T value) {
            List<T> fewer = new ArrayList<>(some);
            fewer.remove(value);
            return List.copyOf(fewer);
        }

        /// A node that was reached by that many levels.
        private record Reached<T>(Node<T> node, int at) {}

        /// Without recursion: a topic may have tens of thousands of levels. Wildcards in the first level do not match
        /// topics that begin with a dollar [MQTT-4.7.2-1].
        private void collect(String[] levels, boolean dollar, List<T> into) {
            ArrayDeque<Reached<T>> open = new ArrayDeque<>();
            open.push(new Reached<>(root, 0));
            while (!open.isEmpty()) {
                Reached<T> here = open.pop();
                int at = here.at();
                boolean wild = !(dollar && at == 0);
                if (wild) {
                    into.addAll(here.node().below);
                }
                if (at == levels.length) {
                    into.addAll(here.node().values);
                    continue;
                }
                push(open, wild ? here.node().children.get("+") : null, at + 1);
                push(open, here.node().children.get(levels[at]), at + 1);
            }
        }

        private static <T> void push(ArrayDeque<Reached<T>> open, @Nullable Node<T> child, int at) {
            if (child != null) {
                open.push(new Reached<>(child, at));
            }
        }
    }
}
