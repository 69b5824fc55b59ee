package io.hongyan.cluster.route;

/// What this node tells the others, in the order in which it happened.
sealed interface Told permits RouteChange, ServedChange {
    /// What it takes in a frame at most, in bytes.
    int bytes();
}
