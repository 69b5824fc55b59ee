package io.hongyan.server.admin;

import io.hongyan.server.config.AdminRole;
import java.util.Set;

/// Who sent a request of the administration.
///
/// @param name for the audit log
/// @param instances the ids of those that the caller sees; empty = all, and what is about the whole service
public record AdminCaller(String name, AdminRole role, Set<String> instances) {
    public AdminCaller {
        instances = Set.copyOf(instances);
    }

    /// Somebody who sees everything.
    public AdminCaller(String name, AdminRole role) {
        this(name, role, Set.of());
    }

    /// Whether this is somebody who sees everything.
    boolean seesAll() {
        return instances.isEmpty();
    }

    /// Whether an instance is one that the caller sees.
    boolean sees(String instance) {
        return seesAll() || instances.contains(instance);
    }
}
