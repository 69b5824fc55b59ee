package io.hongyan.cloud.business;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The parts of a business system's user name.
///
/// @param name of an AccessKey, a temporary key or a custom identity
/// @param token of the temporary key; null for the others
record BusinessUser(String instance, String name, @Nullable String token) {
    static final String FORM = "the user name is the Base64 of 0:instance:AccessKey, or of"
            + " 0:instance:AccessKey:token for a temporary key; this one is not";

    static final String CUSTOM_FORM =
            "with customAuth the user name is the Base64 of 0:instance:username; this one is not";

    /// What all of them begin with: it comes from a user, as opposed to the cloud service's own parts.
    private static final String FROM_USER = "0";

    private static final int PARTS = 3;

    /// Null when the text has another form.
    ///
    /// @param custom then there is no token, and the name may hold colons
    static @Nullable BusinessUser read(String base64, boolean custom) {
        String text = decoded(base64);
        if (text == null) {
            return null;
        }
        String[] parts = text.split(":", custom ? PARTS : PARTS + 1);
        return parts.length < PARTS || !parts[0].equals(FROM_USER)
                ? null
                : new BusinessUser(parts[1], parts[2], parts.length > PARTS ? parts[PARTS] : null);
    }

    /// Null when it is not the one form that Base64 has of a text, with its padding.
    private static @Nullable String decoded(String base64) {
        try {
            byte[] utf8 = Base64.getDecoder().decode(base64);
            return Base64.getEncoder().encodeToString(utf8).equals(base64)
                    ? UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString()
                    : null;
        } catch (IllegalArgumentException | CharacterCodingException _) {
            return null;
        }
    }
}
