package io.hongyan.server.cluster;

/// Why a node cannot be one of its cluster.
///
/// @param key of the configuration that it comes from
/// @param text what is wrong, and what to do
public record ClusterFault(String key, String text) {
    /// Both in a line.
    public String line() {
        return key + ": " + text;
    }
}
