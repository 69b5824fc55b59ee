package io.hongyan.cloud.identity;

import io.hongyan.cloud.key.SigningKey;

/// A client that proved to know the secret of an AccessKey: it may do what the instance lets anybody do.
public final class KeyIdentity implements CloudIdentity {
    private final SigningKey key;
    private final Decisions decisions = new Decisions();

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

    @Override
    public Decisions decisions() {
        return decisions;
    }
}
