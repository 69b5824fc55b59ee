package io.hongyan.server.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.cloud.secret.SecretBox;
import io.hongyan.cloud.secret.SecretException;
import io.hongyan.server.json.JsonException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The secrets among the metadata: those of AccessKeys, those of connections, and the key that signs tokens. In the
/// file they are encrypted, each for its owner.
final class SealedSecrets {
    private static final String TOKEN_KEY = "tokenKey";

    private final SecretBox box;

    SealedSecrets(SecretBox box) {
        this.box = box;
    }

    /// The fields of a snapshot with encrypted secrets.
    Map<String, @Nullable Object> sealed(Map<String, @Nullable Object> snapshot) {
        return changed(snapshot, this::seal);
    }

    /// The same with the secrets as they are.
    ///
    /// @throws SecretException when one was encrypted with another key or for another owner, or was changed
    /// @throws JsonException when one is no text in Base64
    Map<String, @Nullable Object> opened(Map<String, @Nullable Object> snapshot) {
        return changed(snapshot, this::open);
    }

    private String seal(String secret, byte[] owner) {
        return Base64.getEncoder().encodeToString(box.seal(secret, owner));
    }

    private String open(String sealed, byte[] owner) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(sealed);
        } catch (IllegalArgumentException _) {
            throw new JsonException("the secret of " + new String(owner, UTF_8) + " is not in Base64");
        }
        return box.open(bytes, owner);
    }

    private interface Change {
        String of(String secret, byte[] owner);
    }

    private static Map<String, @Nullable Object> changed(Map<String, @Nullable Object> snapshot, Change change) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(snapshot);
        FieldLists.change(copy, "accessKeys", key -> secret(key, "secret", "AccessKey " + key.get("id"), change));
        FieldLists.change(
                copy,
                "connections",
                connection -> secret(connection, "secretKey", "connection " + connection.get("name"), change));
        secret(copy, TOKEN_KEY, TOKEN_KEY, change);
        return copy;
    }

    /// A secret that is missing or no text is left for the one who makes a record of the fields to refuse.
    private static void secret(Map<String, @Nullable Object> fields, String name, String owner, Change change) {
        if (fields.get(name) instanceof String secret) {
            fields.put(name, change.of(secret, owner.getBytes(UTF_8)));
        }
    }
}
