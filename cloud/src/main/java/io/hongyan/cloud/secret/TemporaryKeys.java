package io.hongyan.cloud.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.auth.ApiSignature;
import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.FirstStart;
import java.util.Base64;
import java.util.random.RandomGenerator;

/// AccessKeys that expire, like those that STS of the cloud issues: callers of the API sign with their secret, and send
/// their security token along. Nothing about them is stored: the token holds the secret and the time, encrypted. It
/// stays valid over a restart, and no longer than the key that it was made from is accepted. Any thread.
public final class TemporaryKeys {
    /// The shortest and the longest life, in seconds.
    public static final int SHORTEST_SECONDS = 900;

    public static final int LONGEST_SECONDS = 43_200;

    private static final String PREFIX = "STS.";
    private static final String SEPARATOR = "\n";
    private static final int PARTS = 4;
    private static final int LONGEST_TOKEN = 4096;

    private final SecretBox secrets;
    private final Clock clock;
    private final RandomGenerator random;

    /// @param random must be unpredictable
    public TemporaryKeys(SecretBox secrets, Clock clock, RandomGenerator random) {
        this.secrets = secrets;
        this.clock = clock;
        this.random = random;
    }

    /// A temporary key as its user gets it.
    ///
    /// @param id begins with `STS.`
    /// @param token 1 to 4,096 characters
    /// @param expires in ms since 1970
    public record Issued(String id, String secret, String token, long expires) {
        @Override
        public String toString() {
            return "Issued[" + id + ", ***, expires=" + expires + "]";
        }
    }

    /// What a token says.
    ///
    /// @param source the id of the AccessKey that it was made from, whose rights it has
    /// @param sourceHash the SHA-256 of the secret of that one
    /// @param expires in ms since 1970
    public record Opened(String source, String sourceHash, String secret, long expires) {
        /// Whether it was made from that AccessKey, and not from an earlier one with the same id.
        public boolean isOf(AccessKey key) {
            return key.id().equals(source) && hash(key).equals(sourceHash);
        }

        @Override
        public String toString() {
            return "Opened[" + source + ", ***, expires=" + expires + "]";
        }
    }

    /// Makes a key from another one.
    ///
    /// @param source an AccessKey that is accepted
    /// @param seconds 900 to 43,200
    /// @throws IllegalArgumentException for another life, or a key that is disabled
    public Issued issue(AccessKey source, int seconds) {
        if (!source.enabled()) {
            throw new IllegalArgumentException("AccessKey " + source.id() + " is disabled: enable it first");
        }
        if (seconds < SHORTEST_SECONDS || seconds > LONGEST_SECONDS) {
            throw new IllegalArgumentException("a temporary key lives " + SHORTEST_SECONDS + " to " + LONGEST_SECONDS
                    + " seconds, not " + seconds);
        }
        AccessKey made = FirstStart.newAccessKey(random);
        String id = PREFIX + made.id();
        long expires = clock.wallMillis() + 1000L * seconds;
        String text = String.join(SEPARATOR, source.id(), hash(source), made.secret(), Long.toString(expires));
        return new Issued(
                id, made.secret(), Base64.getEncoder().encodeToString(secrets.seal(text, owner(id))), expires);
    }

    /// Reads a token, whether it has expired or not.
    ///
    /// @param id of the temporary key that it was sent with
    /// @throws SecretException when it is not one of that key, made with this service's `secrets.key`
    public Opened open(String id, String token) {
        if (token.length() > LONGEST_TOKEN) {
            throw new SecretException("it is too long", null);
        }
        try {
            String[] parts =
                    secrets.open(Base64.getDecoder().decode(token), owner(id)).split(SEPARATOR, PARTS);
            if (parts.length == PARTS) {
                return new Opened(parts[0], parts[1], parts[2], Long.parseLong(parts[3]));
            }
            throw new SecretException("it has a form that this version does not know", null);
        } catch (IllegalArgumentException e) {
            throw new SecretException("it is not in Base64", e);
        }
    }

    /// Whether its time is over.
    public boolean isExpired(Opened opened) {
        return opened.expires() <= clock.wallMillis();
    }

    private static String hash(AccessKey key) {
        return ApiSignature.sha256Hex(key.secret().getBytes(UTF_8));
    }

    private static byte[] owner(String id) {
        return ("temporary key " + id).getBytes(UTF_8);
    }
}
