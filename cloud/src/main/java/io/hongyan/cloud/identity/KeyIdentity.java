package io.hongyan.cloud.identity;

import io.hongyan.cloud.key.SigningKey;

/// A client that knows the secret of an AccessKey: it may use all topics of the instance.
public final class KeyIdentity implements CloudIdentity {
    private final SigningKey key;
    private final DecisionCache decisions = new DecisionCache();

    public KeyIdentity(SigningKey key) {
        this.key = key;
    }

    public SigningKey key() {
        return key;
    }

    @Override
    public String name() {
        return key.key().id();
    }

    /// A client is known by its id in its instance, whichever AccessKey of it, or token, it shows: keys are rotated.
    @Override
    public boolean resumes(String owner) {
        return true;
    }

    @Override
    public DecisionCache decisionCache() {
        return decisions;
    }
}
