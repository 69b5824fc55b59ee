package io.hongyan.cloud.business;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.cloud.topic.Truncated;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.List;
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
    private static final String SEPARATOR = ":";
    private static final String TEMPORARY = "STS.";
    private static final String HIDDEN = ":***";
    /// Of Base64, for three bytes; one digit alone is less than a byte.
    private static final int DIGITS = 4;

    /// Null when the text has another form.
    ///
    /// @param custom then there is no token, and the name may hold colons
    static @Nullable BusinessUser read(String base64, boolean custom) {
        String text = decoded(base64);
        if (text == null) {
            return null;
        }
        String[] parts = text.split(SEPARATOR, custom ? PARTS : PARTS + 1);
        return parts.length < PARTS || !parts[0].equals(FROM_USER)
                ? null
                : new BusinessUser(parts[1], parts[2], parts.length > PARTS ? parts[PARTS] : null);
    }

    /// The name for people. A client that shows a temporary key as a custom identity has its token in it.
    String shownName() {
        int token = name.startsWith(TEMPORARY) ? name.indexOf(SEPARATOR) : -1;
        return Truncated.of(token < 0 ? name : name.substring(0, token) + HIDDEN);
    }

    /// A user name for people: what stands in it if it has the right form, else the text itself. Never with a token.
    static String shown(String base64, boolean custom) {
        BusinessUser user = read(base64, custom);
        return user == null ? withoutToken(base64) : user.shownName() + " of instance " + Truncated.of(user.instance());
    }

    /// A user name of another form, which may have a token all the same.
    static String withoutToken(String text) {
        String[] parts = guessed(text).split(SEPARATOR, PARTS + 1);
        return parts.length > PARTS // all forms have the token there
                ? Truncated.of(String.join(SEPARATOR, List.of(parts).subList(0, PARTS))) + HIDDEN
                : Truncated.of(text);
    }

    /// What stands in a text that may be Base64 of some form: of the alphabet for URLs, in lines, cut off.
    private static String guessed(String text) {
        if (text.contains(SEPARATOR)) {
            return text;
        }
        String digits = text.replace('-', '+').replace('_', '/').replaceAll("[^A-Za-z0-9+/]", "");
        int whole = digits.length() % DIGITS == 1 ? digits.length() - 1 : digits.length();
        return new String(Base64.getDecoder().decode(digits.substring(0, whole)), UTF_8);
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
