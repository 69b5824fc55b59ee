package io.hongyan.cluster.owner;

/// Hears what this node owns. Called on the cluster's thread; must not block.
public interface OwnershipListener {
    /// This node owns the virtual shard from now on.
    ///
    /// @param epoch higher than that of every owner before
    void acquired(int vshard, long epoch);

    /// Another node is to have it. This one still owns it, ends its work on it, and then calls [Ownership#release].
    void leaving(int vshard, long epoch);

    /// What was given back is gone: others may have it.
    void released(int vshard);

    /// The lease is over. This node owns nothing any more, what it was to leave neither; it may not write anything for
    /// what it had. Others get it within seconds. It is acquired anew.
    ///
    /// @param why for people
    void lostAll(String why);

    /// Another node has the name of this one, which therefore owns nothing. Tried again as long as it runs.
    ///
    /// @param reason for people
    void nameTaken(String reason);
}
