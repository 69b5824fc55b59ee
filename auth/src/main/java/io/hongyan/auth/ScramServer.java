package io.hongyan.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.auth.ScramMessages.ClientFinal;
import io.hongyan.auth.ScramMessages.ClientFirst;
import io.hongyan.auth.ScramMessages.ServerFirst;
import org.jspecify.annotations.Nullable;

/// The server's side of one run of SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding. Immutable.
public final class ScramServer {
    private final ClientFirst first;
    private final ServerFirst challenge;
    private final ScramSecret secret;

    private ScramServer(ClientFirst first, ServerFirst challenge, ScramSecret secret) {
        this.first = first;
        this.challenge = challenge;
        this.secret = secret;
    }

    /// A client's first message.
    public static final class Request {
        private final ClientFirst first;

        private Request(ClientFirst first) {
            this.first = first;
        }

        /// Who the client says that it is.
        public String name() {
            return first.name();
        }

        /// Goes on with the secret that is stored for the name.
        ///
        /// @param nonce unpredictable, printable and without comma
        public ScramServer start(ScramSecret secret, String nonce) {
            return new ScramServer(first, ServerFirst.of(first.nonce() + nonce, secret), secret);
        }
    }

    /// Reads a client's first message; null when it has another form, asks for channel binding, or for another
    /// authorization identity.
    public static @Nullable Request read(byte[] clientFirst) {
        ClientFirst first = ClientFirst.read(clientFirst);
        return first == null ? null : new Request(first);
    }

    /// The server's first message.
    public byte[] challenge() {
        return challenge.text().getBytes(UTF_8);
    }

    /// Checks the client's last message.
    ///
    /// @return the server's last message; null when the client did not prove that it knows the password
    public byte @Nullable [] finish(byte[] clientFinal) {
        ClientFinal last = ClientFinal.read(clientFinal);
        if (last == null
                || !last.binding().equals(first.binding())
                || !last.nonce().equals(challenge.nonce())) {
            return null;
        }
        byte[] message = ScramMessages.authMessage(first, challenge, last.withoutProof());
        return secret.proves(message, last.proof()) ? ScramMessages.serverFinal(secret.serverSignature(message)) : null;
    }
}
