package io.hongyan.cloud.metadata;

/// The stored secret of a password for SCRAM-SHA-256 (RFC 5802, chapter 3). Texts are Base64.
///
/// @param iterations 4,096 to 1,000,000
public record ScramSecret(String salt, int iterations, String storedKey, String serverKey) {
    public ScramSecret {
        if (iterations < 4096 || iterations > 1_000_000) {
            throw new IllegalArgumentException("SCRAM iterations are 4096 to 1000000, not " + iterations);
        }
    }

    @Override
    public String toString() {
        return "ScramSecret[***]";
    }
}
