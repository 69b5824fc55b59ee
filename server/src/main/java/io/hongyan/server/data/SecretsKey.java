package io.hongyan.server.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.auth.ApiSignature;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.cloud.secret.SecretBox;
import io.hongyan.server.file.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The key that encrypts the secrets of devices and custom users in the store, in a file of its own: whoever reads a
/// copy of the store alone learns none of them.
public final class SecretsKey {
    /// The name of the file, where the configuration names none.
    static final String NAME = "secrets.key";

    /// A row with the hash of the key. It begins as no row of an instance does.
    private static final byte[] ROW = {0, 'K'};

    private final SecretBox box;
    private final RecordTable rows;
    private final byte @Nullable [] unknown;

    /// @param unknown the hash of the key, which the store does not know yet; else null
    private SecretsKey(SecretBox box, RecordTable rows, byte @Nullable [] unknown) {
        this.box = box;
        this.rows = rows;
        this.unknown = unknown;
    }

    /// The key in the file, a new one if there is none and the store does not know one.
    ///
    /// @param configured the file; empty for the one in the data folder
    /// @throws DataFolderException when the file cannot be used, or is not the one of that store
    public static SecretsKey readOrMake(Path folder, String configured, RecordTable rows, SecureRandom random) {
        Path file = configured.isEmpty() ? folder.resolve(NAME) : Path.of(configured);
        byte[] known = rows.get(ROW);
        try {
            byte[] key;
            if (Files.exists(file)) {
                key = key(file, TextFile.read(file).strip());
            } else if (known == null) {
                key = new byte[SecretBox.KEY_BYTES];
                random.nextBytes(key);
                PrivateFiles.write(file, Base64.getEncoder().encodeToString(key) + "\n");
            } else {
                throw new DataFolderException(file + " is not there, but the store in " + folder
                        + " holds secrets that were encrypted with" + " it; put it back from a backup");
            }
            byte[] hash = ApiSignature.sha256Hex(key).getBytes(UTF_8);
            if (known != null && !Arrays.equals(known, hash)) {
                throw new DataFolderException(file + " is not the key with which the secrets in the store were"
                        + " encrypted; put the right one back from a backup");
            }
            return new SecretsKey(new SecretBox(key, random), rows, known == null ? hash : null);
        } catch (IOException e) {
            throw new DataFolderException(file + " cannot be used: " + TextFile.reason(e), e);
        }
    }

    private static byte[] key(Path file, String text) {
        try {
            byte[] key = Base64.getDecoder().decode(text);
            if (key.length == SecretBox.KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException _) {
            // Refused below, as is one of another length.
        }
        throw new DataFolderException(
                file + " is no key: it holds " + SecretBox.KEY_BYTES + " bytes in Base64 (openssl rand -base64 32)");
    }

    /// Encrypts with the key.
    public SecretBox box() {
        return box;
    }

    /// Has the store know the key from now on, and waits for that. Not before the broker runs, which writes it, and the
    /// start has succeeded: one that fails leaves nothing behind.
    public void keep() {
        if (unknown != null) {
            rows.write(List.of(new Change.Put(ROW, unknown))).join();
        }
    }
}
