package io.hongyan.client.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/// The cloud service's signature login: the password is the client id signed with the secret, which never leaves.
///
/// @param kind `Signature`, or `DeviceCredential`
/// @param accessKey names the key, not empty
/// @param secretKey not empty
/// @param instance the instance's id, not empty
public record CloudSignature(String kind, String accessKey, String secretKey, String instance) implements Credentials {
    public CloudSignature {
        require("accessKey", accessKey);
        require("secretKey", secretKey);
        require("instance", instance);
        if (accessKey.indexOf('|') >= 0 || instance.indexOf('|') >= 0) {
            throw new IllegalArgumentException("accessKey and instance have no '|' in them");
        }
    }

    /// With an account's key.
    public static CloudSignature of(String accessKey, String secretKey, String instance) {
        return new CloudSignature("Signature", accessKey, secretKey, instance);
    }

    /// With a key that belongs to one device (一机一密).
    public static CloudSignature ofDevice(String deviceKey, String deviceSecret, String instance) {
        return new CloudSignature("DeviceCredential", deviceKey, deviceSecret, instance);
    }

    /// @throws IllegalArgumentException without a client id: it is what is signed
    @Override
    public Login login(String clientId) {
        require("clientId", clientId);
        byte[] signed = Hmac.of("HmacSHA1", secretKey.getBytes(UTF_8), clientId.getBytes(UTF_8));
        return Login.of(
                kind + "|" + accessKey + "|" + instance, Base64.getEncoder().encodeToString(signed));
    }

    private static void require(String field, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(field + " is empty");
        }
    }

    /// Names the key, never the secret.
    @Override
    public String toString() {
        return kind + "[" + accessKey + ", " + instance + "]";
    }
}
