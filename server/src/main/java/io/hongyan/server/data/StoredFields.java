package io.hongyan.server.data;

import io.hongyan.cloud.secret.SecretBox;
import io.hongyan.cloud.secret.SecretException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of metadata as they are stored: the secrets encrypted, and read whatever version wrote them.
public final class StoredFields {
    private final SealedSecrets secrets;

    /// @param box encrypts the secrets
    public StoredFields(SecretBox box) {
        this.secrets = new SealedSecrets(box);
    }

    /// As they are stored.
    ///
    /// @param snapshot the fields of a snapshot, or some of them
    public Map<String, @Nullable Object> sealed(Map<String, @Nullable Object> snapshot) {
        return secrets.sealed(snapshot);
    }

    /// As this version has them.
    ///
    /// @param stored what was written, or some of it; lists that are not in it may be added, without anything
    /// @throws SecretException when a secret was encrypted with another key or for another owner, or was changed
    /// @throws io.hongyan.server.json.JsonException when one is no text in Base64
    public Map<String, @Nullable Object> opened(Map<String, @Nullable Object> stored) {
        return LaterFields.adapted(LimitsMigration.adapted(secrets.opened(stored)));
    }
}
