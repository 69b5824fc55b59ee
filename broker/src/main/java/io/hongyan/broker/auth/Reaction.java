package io.hongyan.broker.auth;

/// What a refusal does to the client. In 5.0 it is told in each case, by the reason code of PUBACK, PUBREC or SUBACK;
/// the reactions differ in what happens to a client that cannot be told, and to a publish at QoS 0.
public enum Reaction {
    /// A publish is dropped. Before 5.0 it is acknowledged, and SUBACK says that the filter was granted.
    DROP,
    /// A publish is dropped, as with [#DROP]. SUBACK says that the filter was refused, where the version can: 0x80 in
    /// 3.1.1.
    REFUSE,
    /// The connection is closed, after SUBACK if it was a filter. A 5.0 client that is told by a reason code keeps its
    /// connection; for a publish at QoS 0 it gets DISCONNECT.
    CLOSE
}
