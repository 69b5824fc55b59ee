package io.hongyan.client.auth;

import io.hongyan.auth.ServiceUserName;
import io.hongyan.auth.Signature;

/// The cloud service's signature login: the password is the client id signed with the secret, which is never sent.
///
/// @param kind `Signature`, or `DeviceCredential`
/// @param accessKey names the key, not empty
/// @param secretKey not empty
/// @param instance the instance's id, not empty
public record CloudSignature(String kind, String accessKey, String secretKey, String instance) implements Credentials {
    public CloudSignature {
        kind = ServiceUserName.of(kind, accessKey, instance).mode();
        if (secretKey.isEmpty()) {
            throw new IllegalArgumentException("the SecretKey is empty");
        }
    }

    /// With an account's key.
    public static CloudSignature of(String accessKey, String secretKey, String instance) {
        return new CloudSignature(ServiceUserName.SIGNATURE, accessKey, secretKey, instance);
    }

    /// With a key that belongs to one device (一机一密).
    public static CloudSignature ofDevice(String deviceKey, String deviceSecret, String instance) {
        return new CloudSignature(ServiceUserName.DEVICE_CREDENTIAL, deviceKey, deviceSecret, instance);
    }

    /// @throws IllegalArgumentException without a client id: it is what is signed
    @Override
    public Login login(String clientId) {
        String username = new ServiceUserName(kind, accessKey, instance).toString();
        return Login.of(username, Signature.of(secretKey, clientId));
    }

    /// Names the key, without the secret.
    @Override
    public String toString() {
        return kind + "[" + accessKey + ", " + instance + "]";
    }
}
