package io.hongyan.broker.shard;

import io.hongyan.broker.retained.HeldVShards;
import io.hongyan.broker.route.Instance;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The topic spaces of the instances by name, made when first needed. Any thread.
public final class InstanceRegistry {
    private final ConcurrentHashMap<String, Instance> byName = new ConcurrentHashMap<>();
    private final HeldVShards heldVShards = new HeldVShards();
    private final Function<String, Instance> make;

    public InstanceRegistry(Function<String, Instance> make) {
        this.make = make;
    }

    public Instance of(String name) {
        Instance known = byName.get(name);
        return known != null ? known : byName.computeIfAbsent(name, make);
    }

    public Collection<Instance> all() {
        return byName.values();
    }

    /// The virtual shards whose retained messages the instances have, in a cluster.
    public HeldVShards heldVShards() {
        return heldVShards;
    }

    /// An instance is being deleted: what is retained there goes, and no more is taken.
    public void end(String name) {
        Instance instance = byName.get(name);
        if (instance != null) {
            instance.end();
        }
    }

    /// Forgets the topic space of an instance.
    public void drop(String name) {
        byName.remove(name);
    }
}
