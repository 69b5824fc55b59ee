package io.hongyan.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The grammar of the four SCRAM messages (RFC 5802, chapter 7) without channel binding. Each `read` returns null for
/// any other form.
final class ScramMessages {
    private static final int LONGEST = 4096;

    private ScramMessages() {}

    /// client-first-message.
    ///
    /// @param header the GS2 header, which client-final-message repeats
    /// @param bare what follows the header
    record ClientFirst(String header, String bare, String name, String nonce) {
        /// The message that a client without channel binding sends.
        static ClientFirst of(String name, String nonce) {
            String bare = "n=" + escaped(name) + ",r=" + nonce;
            return new ClientFirst("n,,", bare, name, nonce);
        }

        /// Null also when it asks for channel binding, or for another authorization identity.
        static @Nullable ClientFirst read(byte[] data) {
            String text = text(data);
            if (text == null || !(text.startsWith("n,,") || text.startsWith("y,,"))) {
                return null;
            }
            String bare = text.substring(3);
            String[] parts = bare.split(",", -1);
            if (parts.length < 2 || !parts[0].startsWith("n=") || !parts[1].startsWith("r=")) {
                return null;
            }
            String name = unescaped(parts[0].substring(2));
            String nonce = parts[1].substring(2);
            return name == null || nonce.isEmpty() ? null : new ClientFirst(text.substring(0, 3), bare, name, nonce);
        }

        /// What `c=` of client-final-message carries.
        String binding() {
            return Base64.getEncoder().encodeToString(header.getBytes(UTF_8));
        }

        @Override
        public String toString() {
            return header + bare;
        }
    }

    /// server-first-message.
    ///
    /// @param nonce the client's, and the server's behind it
    /// @param iterations as it stands there; -1 when it is no number
    record ServerFirst(String text, String nonce, String salt, int iterations) {
        static ServerFirst of(String nonce, ScramSecret secret) {
            String text = "r=" + nonce + ",s=" + secret.salt() + ",i=" + secret.iterations();
            return new ServerFirst(text, nonce, secret.salt(), secret.iterations());
        }

        static @Nullable ServerFirst read(byte[] data) {
            String text = ScramMessages.text(data);
            String[] parts = text == null ? new String[0] : text.split(",", -1);
            if (text == null
                    || parts.length < 3
                    || !parts[0].startsWith("r=")
                    || !parts[1].startsWith("s=")
                    || !parts[2].startsWith("i=")) {
                return null;
            }
            return new ServerFirst(text, parts[0].substring(2), parts[1].substring(2), number(parts[2].substring(2)));
        }

        private static int number(String digits) {
            try {
                return Integer.parseInt(digits);
            } catch (NumberFormatException e) {
                return -1;
            }
        }
    }

    /// client-final-message.
    ///
    /// @param withoutProof all before `,p=`
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record ClientFinal(String binding, String nonce, String withoutProof, byte[] proof) {
        static String withoutProof(ClientFirst first, String nonce) {
            return "c=" + first.binding() + ",r=" + nonce;
        }

        static @Nullable ClientFinal read(byte[] data) {
            String text = text(data);
            int at = text == null ? -1 : text.lastIndexOf(",p=");
            if (text == null || at < 0) {
                return null;
            }
            String[] parts = text.substring(0, at).split(",", -1);
            byte[] proof = decoded(text.substring(at + 3));
            if (parts.length < 2 || !parts[0].startsWith("c=") || !parts[1].startsWith("r=") || proof == null) {
                return null;
            }
            return new ClientFinal(parts[0].substring(2), parts[1].substring(2), text.substring(0, at), proof);
        }
    }

    /// What both sides sign.
    static byte[] authMessage(ClientFirst first, ServerFirst answer, String withoutProof) {
        return (first.bare() + "," + answer.text() + "," + withoutProof).getBytes(UTF_8);
    }

    /// server-final-message.
    static byte[] serverFinal(byte[] signature) {
        return ("v=" + Base64.getEncoder().encodeToString(signature)).getBytes(UTF_8);
    }

    /// The signature in a server-final-message; null when it has another form, such as that of an error.
    static byte @Nullable [] serverSignature(byte[] data) {
        String text = text(data);
        return text == null || !text.startsWith("v=")
                ? null
                : decoded(text.substring(2).split(",", 2)[0]);
    }

    static byte @Nullable [] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String text(byte[] data) {
        if (data.length > LONGEST) {
            return null;
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static String escaped(String name) {
        return name.replace("=", "=3D").replace(",", "=2C");
    }

    /// `=2C` stands for a comma and `=3D` for an equals sign; null for any other escape.
    private static @Nullable String unescaped(String escaped) {
        String rest = escaped.replace("=2C", "").replace("=3D", "");
        return escaped.isEmpty() || rest.indexOf('=') >= 0
                ? null
                : escaped.replace("=2C", ",").replace("=3D", "=");
    }
}
