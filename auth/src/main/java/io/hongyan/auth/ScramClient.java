package io.hongyan.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.auth.ScramMessages.ClientFinal;
import io.hongyan.auth.ScramMessages.ClientFirst;
import io.hongyan.auth.ScramMessages.ServerFirst;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The client's side of one run of SCRAM-SHA-256 (RFC 5802, RFC 7677): neither side shows the password, and the server
/// must prove that it knows it too. Not safe for several threads.
public final class ScramClient {
    private static final int FEWEST_ITERATIONS = 4096;
    private static final int MOST_ITERATIONS = 10_000_000;

    private final String password;
    private final ClientFirst first;
    private byte @Nullable [] serverSignature;

    /// @param password not empty
    /// @param nonce unpredictable, printable and without comma
    public ScramClient(String username, String password, String nonce) {
        this.password = password;
        this.first = ClientFirst.of(username, nonce);
    }

    /// The first message.
    public byte[] first() {
        return first.toString().getBytes(UTF_8);
    }

    /// The last message, which answers the server's first. Takes some milliseconds for each 4,096 iterations that the
    /// server asks for.
    ///
    /// @throws SecurityException when the server is not to be believed: another nonce, no salt, fewer than 4,096 or
    ///     more than 10,000,000 iterations
    public byte[] answer(byte[] serverFirst) {
        ServerFirst challenge = ServerFirst.read(serverFirst);
        if (challenge == null) {
            throw new SecurityException("the server's SCRAM challenge is not r=nonce,s=salt,i=iterations");
        }
        if (!challenge.nonce().startsWith(first.nonce())
                || challenge.nonce().length() == first.nonce().length()) {
            throw new SecurityException("the server's SCRAM challenge does not continue the client's nonce");
        }
        int iterations = challenge.iterations();
        if (iterations < FEWEST_ITERATIONS || iterations > MOST_ITERATIONS) {
            throw new SecurityException("SCRAM takes " + FEWEST_ITERATIONS + " to " + MOST_ITERATIONS
                    + " iterations, not " + (iterations < 0 ? "that text" : iterations));
        }
        byte[] salt = ScramMessages.decoded(challenge.salt());
        if (salt == null || salt.length == 0) {
            throw new SecurityException("the server's SCRAM challenge has no salt in Base64");
        }
        ScramKeys keys = ScramKeys.of(password, salt, iterations);
        String withoutProof = ClientFinal.withoutProof(first, challenge.nonce());
        byte[] message = ScramMessages.authMessage(first, challenge, withoutProof);
        byte[] proof = ScramKeys.xor(ScramKeys.signature(keys.storedKey(), message), keys.clientKey());
        serverSignature = ScramKeys.signature(keys.serverKey(), message);
        return (withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof)).getBytes(UTF_8);
    }

    /// Checks the server's last message.
    ///
    /// @throws SecurityException when it does not prove that the server knows the password
    public void verify(byte[] serverFinal) {
        byte[] expected = serverSignature;
        byte[] given = ScramMessages.serverSignature(serverFinal);
        if (expected == null || given == null || !MessageDigest.isEqual(expected, given)) {
            throw new SecurityException("the server did not prove that it knows the password");
        }
    }
}
