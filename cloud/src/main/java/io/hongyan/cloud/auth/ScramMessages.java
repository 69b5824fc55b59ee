package io.hongyan.cloud.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The messages of a SCRAM client (RFC 5802, chapter 7).
final class ScramMessages {
    private static final int LONGEST = 4096;

    private ScramMessages() {}

    /// client-first-message.
    ///
    /// @param header the GS2 header, which client-final-message repeats
    /// @param bare what follows the header
    record First(String header, String bare, String name, String nonce) {
        /// Null when it has another form, asks for channel binding, or for another authorization identity.
        static @Nullable First read(byte[] data) {
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
            return name == null || nonce.isEmpty() ? null : new First(text.substring(0, 3), bare, name, nonce);
        }
    }

    /// client-final-message.
    ///
    /// @param withoutProof all before `,p=`
    record Last(String binding, String nonce, String withoutProof, byte[] proof) {
        /// Null when it has another form.
        static @Nullable Last read(byte[] data) {
            String text = text(data);
            int at = text == null ? -1 : text.lastIndexOf(",p=");
            if (text == null || at < 0) {
                return null;
            }
            String[] parts = text.substring(0, at).split(",", -1);
            if (parts.length < 2 || !parts[0].startsWith("c=") || !parts[1].startsWith("r=")) {
                return null;
            }
            try {
                byte[] proof = Base64.getDecoder().decode(text.substring(at + 3));
                return new Last(parts[0].substring(2), parts[1].substring(2), text.substring(0, at), proof);
            } catch (IllegalArgumentException e) {
                return null;
            }
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

    /// `=2C` stands for a comma and `=3D` for an equals sign; null for any other escape.
    private static @Nullable String unescaped(String escaped) {
        String rest = escaped.replace("=2C", "").replace("=3D", "");
        return escaped.isEmpty() || rest.indexOf('=') >= 0
                ? null
                : escaped.replace("=2C", ",").replace("=3D", "=");
    }
}
