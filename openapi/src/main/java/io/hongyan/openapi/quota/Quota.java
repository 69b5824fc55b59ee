package io.hongyan.openapi.quota;

/// Calls that are counted together, with how many of them the cloud service lets an account make in one second
/// (document "Limits", and the comments of its SDKs).
public enum Quota {
    /// ApplyToken and QueryToken, each on its own.
    TOKEN(100),
    REVOKE(5),
    GROUP(10),
    /// Credentials, certificates, traces, custom authentication, one session: each action on its own.
    SINGLE(500),
    BATCH(100),
    SEND(1000),
    /// What the console of the service calls.
    CONSOLE(20);

    private final int perSecond;

    Quota(int perSecond) {
        this.perSecond = perSecond;
    }

    public int perSecond() {
        return perSecond;
    }
}
