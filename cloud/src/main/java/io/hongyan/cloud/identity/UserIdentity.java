package io.hongyan.cloud.identity;

/// A client with a user's password, or without a name where that is allowed.
public final class UserIdentity implements CloudIdentity {
    private final String name;
    private final Decisions decisions = new Decisions();

    /// @param name empty for an anonymous client
    public UserIdentity(String name) {
        this.name = name;
    }

    public boolean isAnonymous() {
        return name.isEmpty();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Decisions decisions() {
        return decisions;
    }
}
