package io.hongyan.cluster.peer;

/// One start of a node: another start of it is another node, which knows nothing of what this one was told.
///
/// @param incarnation grows with each start
public record NodeId(String name, long incarnation) {
    @Override
    public String toString() {
        return name + " (incarnation " + incarnation + ")";
    }
}
