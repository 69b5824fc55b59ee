package io.hongyan.server.cluster;

import io.hongyan.cluster.member.ClusterRecord;
import io.hongyan.cluster.member.MemberRecord;
import io.hongyan.cluster.owner.ClusterView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// A cluster as an operator sees it.
///
/// @param leader the node that assigns virtual shards; empty for none
/// @param vshards how many virtual shards there are
/// @param unowned how many of them have no owner
/// @param moving how many are not where they are to be
/// @param pins nodes by the virtual shards that an operator has moved there
/// @param absent nodes that are to be emptied, and are not there
public record ClusterStatus(
        String name,
        String id,
        String leader,
        int vshards,
        int unowned,
        int moving,
        List<Line> nodes,
        Map<Integer, String> pins,
        List<String> absent) {
    /// A node.
    ///
    /// @param since when its process started
    /// @param vshards how many virtual shards it owns
    public record Line(
            String name,
            String address,
            String version,
            Instant since,
            int vshards,
            boolean leader,
            boolean draining) {}

    static ClusterStatus of(String name, ClusterRecord record, ClusterView view) {
        List<Line> nodes = new ArrayList<>();
        for (MemberRecord member : new TreeMap<>(view.members()).values()) {
            nodes.add(new Line(
                    member.name(),
                    member.address(),
                    member.version(),
                    Instant.ofEpochMilli(member.startedMillis()),
                    view.owners().count(member.name()),
                    member.name().equals(view.leader()),
                    view.drained().contains(member.name())));
        }
        TreeSet<String> absent = new TreeSet<>(view.drained());
        absent.removeAll(view.members().keySet());
        return new ClusterStatus(
                name,
                record.id(),
                view.leader() == null ? "" : view.leader(),
                record.vshards(),
                view.unowned(),
                view.moving(),
                nodes,
                new TreeMap<>(view.pins()),
                List.copyOf(absent));
    }

    /// For programs.
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("cluster", name);
        fields.put("id", id);
        fields.put("leader", leader);
        fields.put("vshards", vshards);
        fields.put("unowned", unowned);
        fields.put("moving", moving);
        fields.put("nodes", nodes.stream().map(ClusterStatus::fields).toList());
        Map<String, Object> moved = new LinkedHashMap<>();
        pins.forEach((vshard, node) -> moved.put(Integer.toString(vshard), node));
        fields.put("moved", moved);
        fields.put("drainingAbsent", absent);
        return fields;
    }

    private static Map<String, Object> fields(Line node) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", node.name());
        fields.put("address", node.address());
        fields.put("version", node.version());
        fields.put("since", node.since().toString());
        fields.put("vshards", node.vshards());
        fields.put("leader", node.leader());
        fields.put("draining", node.draining());
        return fields;
    }

    /// For people.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("cluster " + name + ", id " + id + ", leader " + (leader.isEmpty() ? "(none)" : leader));
        String form = form();
        if (nodes.isEmpty()) {
            lines.add("no node runs");
        } else {
            lines.add(form.formatted("NODE", "ADDRESS", "VERSION", "SINCE", "VSHARDS", "")
                    .stripTrailing());
        }
        for (Line node : nodes) {
            lines.add(form.formatted(
                            node.name(),
                            node.address(),
                            node.version(),
                            node.since().toString().replaceFirst("\\.\\d+Z$", "Z"),
                            node.vshards(),
                            node.draining() ? "draining" : "")
                    .stripTrailing());
        }
        lines.add(vshards + " virtual shards: " + unowned + " without owner, " + moving + " not where they are to be");
        pins.forEach((vshard, node) -> lines.add("virtual shard " + vshard + " is to be on node " + node));
        absent.forEach(
                node -> lines.add("node " + node + " is to be emptied, and is not there; 'hongyan cluster forget "
                        + node + "' if it does not come back"));
        return lines;
    }

    private String form() {
        int names = 4;
        int addresses = 7;
        int versions = 7;
        for (Line node : nodes) {
            names = Math.max(names, node.name().length());
            addresses = Math.max(addresses, node.address().length());
            versions = Math.max(versions, node.version().length());
        }
        return "%%-%ds  %%-%ds  %%-%ds  %%-20s  %%7s  %%s".formatted(names, addresses, versions);
    }
}
