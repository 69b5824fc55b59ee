package io.hongyan.cloud.identity;

/// A user of profile open, or an anonymous client.
public final class UserIdentity implements CloudIdentity {
    private final String name;
    private final DecisionCache decisions = new DecisionCache();

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
    public DecisionCache decisionCache() {
        return decisions;
    }
}
