package io.hongyan.cloud.identity;

import io.hongyan.cloud.custom.Permissions;
import io.hongyan.cloud.record.IdentityType;

/// A client that logged in by custom authentication.
///
/// Its permissions may be replaced by any thread; all else is confined to its shard.
public final class CustomIdentity implements CloudIdentity {
    private final String username;
    private final IdentityType type;
    private final long asOf;
    private final DecisionCache decisions = new DecisionCache();
    private volatile Permissions permissions;

    /// @param type of the identity that it logged in as
    /// @param asOf the version of the store before it was looked up
    public CustomIdentity(String username, IdentityType type, Permissions permissions, long asOf) {
        this.username = username;
        this.type = type;
        this.asOf = asOf;
        this.permissions = permissions;
    }

    public IdentityType type() {
        return type;
    }

    public long asOf() {
        return asOf;
    }

    public Permissions permissions() {
        return permissions;
    }

    /// Other permissions hold from now on. The client's cached decisions must be cleared on its shard.
    public void permissions(Permissions other) {
        permissions = other;
    }

    @Override
    public String name() {
        return username;
    }

    @Override
    public DecisionCache decisionCache() {
        return decisions;
    }
}
