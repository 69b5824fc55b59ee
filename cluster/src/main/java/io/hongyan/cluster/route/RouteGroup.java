package io.hongyan.cluster.route;

/// Filters that differ in their keys alone. Those without wildcards are one group, of all instances.
///
/// Confined to loop 0.
final class RouteGroup {
    static final int EXACT = 0;

    private final int id;
    private final String instance;
    private final FilterShape shape;

    /// How many keys it has.
    int size;

    RouteGroup(int id, String instance, FilterShape shape) {
        this.id = id;
        this.instance = instance;
        this.shape = shape;
    }

    /// As it stands in the table.
    int id() {
        return id;
    }

    /// Empty for filters without wildcards.
    String instance() {
        return instance;
    }

    FilterShape shape() {
        return shape;
    }
}
