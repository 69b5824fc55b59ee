package io.hongyan.server.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.auth.ApiSignature;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.cloud.secret.SecretBox;
import io.hongyan.server.file.TextFile;
import io.hongyan.transport.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The key that encrypts the secrets in the store and in the metadata, in a file of its own: whoever reads a copy of
/// these alone learns none of them. Not before [#join] is a new one written.
public final class SecretsKey {
    /// The name of the file, where the configuration names none.
    static final String NAME = "secrets.key";

    /// A row with the hash of the key. It begins as no row of an instance does.
    private static final byte[] ROW = {0, 'K'};

    private final Path file;
    private final byte[] key;
    private final boolean elsewhere;
    private final boolean made;
    private final SecretBox box;

    private SecretsKey(Path file, boolean elsewhere, byte[] key, boolean made, SecureRandom random) {
        this.file = file;
        this.elsewhere = elsewhere;
        this.key = key;
        this.made = made;
        this.box = new SecretBox(key, random);
    }

    /// The key in the file, or a new one if there is none.
    ///
    /// @param configured the file; empty for the one in the data folder
    /// @throws DataFolderException when the file cannot be used
    public static SecretsKey read(Path folder, String configured, SecureRandom random) {
        Path file = configured.isEmpty() ? folder.resolve(NAME) : Path.of(configured);
        try {
            if (Files.exists(file)) {
                return new SecretsKey(
                        file,
                        !configured.isEmpty(),
                        key(file, TextFile.read(file).strip()),
                        false,
                        random);
            }
        } catch (IOException e) {
            throw new DataFolderException(file + " cannot be used: " + TextFile.reason(e), e);
        }
        byte[] key = new byte[SecretBox.KEY_BYTES];
        random.nextBytes(key);
        return new SecretsKey(file, !configured.isEmpty(), key, true, random);
    }

    /// Where the key of a folder is, whether it is there or not.
    ///
    /// @param configured as for [#read]
    public static Path place(Path folder, String configured) {
        return configured.isEmpty() ? folder.resolve(NAME) : Path.of(configured);
    }

    /// The key of a folder for one who does not know its configuration: where the metadata says that it is.
    static SecretsKey ofFolder(Path folder, SecureRandom random) {
        return read(folder, Files.exists(folder.resolve(NAME)) ? "" : new MetadataOutline(folder).secretsKey(), random);
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

    /// Its file, where it is not in the data folder itself; else empty.
    String elsewhere() {
        return elsewhere ? file.toAbsolutePath().toString() : "";
    }

    /// Where the key is when a copy of the data folder does not have it.
    ///
    /// @param configured as for [#read]
    public static Optional<Path> apart(Path folder, String configured) {
        Path file = absolute(Path.of(configured));
        return configured.isEmpty() || file.startsWith(absolute(folder)) ? Optional.empty() : Optional.of(file);
    }

    /// The file in the data folder that has the name of a key, while another one counts.
    ///
    /// @param configured as for [#read]
    public static Optional<Path> unused(Path folder, String configured) {
        Path file = folder.resolve(NAME);
        boolean other = !configured.isEmpty() && !absolute(Path.of(configured)).equals(absolute(file));
        return other && Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    /// Whether a start needs a key for what is in the folder, and it is not there.
    public static boolean isMissing(Path folder) {
        return !Files.exists(folder.resolve(NAME)) && new MetadataOutline(folder).isEncrypted();
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /// Its file, which is not there while the key is new.
    public Path file() {
        return file;
    }

    /// Whether there was no file.
    public boolean isNew() {
        return made;
    }

    /// Encrypts with the key.
    public SecretBox box() {
        return box;
    }

    /// Checks that it is the key of a store, and writes a new one into its file.
    ///
    /// @throws DataFolderException when it is not, or cannot be written
    public void join(RecordTable rows) {
        byte[] known = rows.get(ROW);
        if (known != null && made) {
            throw new DataFolderException(file + " is not there, but the store holds secrets that were encrypted with"
                    + " it; put it back from a backup");
        }
        if (known != null && !Arrays.equals(known, hash())) {
            throw new DataFolderException(file + " is not the key with which the secrets in the store were encrypted;"
                    + " put the right one back from a backup");
        }
        write();
    }

    /// Writes a new key into its file.
    ///
    /// @throws DataFolderException when it cannot be written
    public void write() {
        try {
            if (made) {
                PrivateFiles.write(file, Base64.getEncoder().encodeToString(key) + "\n");
            }
        } catch (IOException e) {
            throw new DataFolderException(file + " cannot be written: " + FileReason.withFile(e), e);
        }
    }

    /// Takes back what [#write] wrote.
    ///
    /// @throws DataFolderException when it cannot be removed
    public void remove() {
        try {
            if (made) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new DataFolderException(file + " cannot be removed: " + FileReason.withFile(e), e);
        }
    }

    /// Has the store know the key from now on, and waits for that. Not before the broker runs, which writes it, and the
    /// start has succeeded: one that fails leaves nothing behind.
    public void keep(RecordTable rows) {
        if (rows.get(ROW) == null) {
            rows.write(List.of(new Change.Put(ROW, hash()))).join();
        }
    }

    private byte[] hash() {
        return ApiSignature.sha256Hex(key).getBytes(UTF_8);
    }
}
