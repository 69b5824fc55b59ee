package io.hongyan.cloud.device;

/// The credential of one device.
///
/// @param accessKeyId `DC.` and 24 letters and digits; stands in the device's user name
/// @param secret `DC.` and 30 letters and digits; signs the client id
/// @param createdAt milliseconds since 1970, as is the next
public record DeviceCredential(
        String instance, String clientId, String accessKeyId, String secret, long createdAt, long updatedAt) {
    @Override
    public String toString() {
        return "DeviceCredential[" + clientId + " of " + instance + ", " + accessKeyId + ", ***]";
    }
}
