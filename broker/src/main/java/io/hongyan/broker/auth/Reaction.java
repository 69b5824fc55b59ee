package io.hongyan.broker.auth;

/// What a refusal does to the client. A 5.0 client always gets the reason code in PUBACK, PUBREC or SUBACK; the
/// reactions differ for earlier versions, which have no reason code, and for a publish at QoS 0.
public enum Reaction {
    /// A publish is dropped. Before 5.0 it is acknowledged, and SUBACK says that the filter was granted.
    DROP,
    /// A publish is dropped, as with [#DROP]. SUBACK says that the filter was refused, where the version can: 0x80 in
    /// 3.1.1.
    REFUSE,
    /// The connection is closed, after SUBACK if a filter was refused. A 5.0 client that gets a reason code keeps its
    /// connection; for a publish at QoS 0 it gets DISCONNECT.
    CLOSE
}
