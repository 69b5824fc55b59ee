package io.hongyan.cloud.identity;

/// A device that logged in with its own credential: it may use all topics of the instance.
public final class DeviceIdentity implements CloudIdentity {
    private final String accessKeyId;
    private final long asOf;
    private final DecisionCache decisions = new DecisionCache();

    /// @param accessKeyId of the device's credential
    /// @param asOf the version of the store before it was looked up
    public DeviceIdentity(String accessKeyId, long asOf) {
        this.accessKeyId = accessKeyId;
        this.asOf = asOf;
    }

    public long asOf() {
        return asOf;
    }

    @Override
    public String name() {
        return accessKeyId;
    }

    /// A device is known by its client id: credentials are refreshed.
    @Override
    public boolean resumes(String owner) {
        return true;
    }

    @Override
    public DecisionCache decisionCache() {
        return decisions;
    }
}
