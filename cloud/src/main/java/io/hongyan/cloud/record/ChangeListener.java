package io.hongyan.cloud.record;

/// Is told after a change of credentials is durable, on the thread that made it; one that another service made, on a
/// thread that may wait for the disk.
@FunctionalInterface
public interface ChangeListener {
    /// @param type whether the name is one of users or of clients
    void changed(String instance, IdentityType type, String name);
}
