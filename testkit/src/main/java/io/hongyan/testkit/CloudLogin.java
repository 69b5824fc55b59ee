package io.hongyan.testkit;

import io.hongyan.auth.Signature;
import io.hongyan.cloud.metadata.FirstStart;

/// An instance in profile cloud as `hongyan serve` makes it at its first start, and the AccessKey that clients log in
/// with. Any client can: its client id is [#clientId], its user name [#username], its password [#password].
///
/// @param group devices have client ids `group@@@device`
/// @param topic the parent topic, below which devices publish and subscribe
public record CloudLogin(String instance, String accessKey, String secretKey, String group, String topic) {
    static CloudLogin of(FirstStart made) {
        return new CloudLogin(made.instance(), made.accessKey(), made.secret(), made.group(), made.topic());
    }

    /// The client id of a device: `group@@@device`.
    public String clientId(String device) {
        return group + "@@@" + device;
    }

    /// The user name of each client: `Signature|accessKey|instance`.
    public String username() {
        return "Signature|" + accessKey + "|" + instance;
    }

    /// The password of a client: the signature of its client id.
    public String password(String clientId) {
        return Signature.of(secretKey, clientId);
    }

    /// The topic of messages to one client (P2P), which come to it without a subscription.
    public String p2pTopic(String clientId) {
        return topic + "/p2p/" + clientId;
    }
}
