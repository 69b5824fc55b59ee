package io.hongyan.server.data;

import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cloud.metadata.MetadataStore;
import io.hongyan.cloud.secret.SecretException;
import io.hongyan.server.file.TextFile;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonException;
import io.hongyan.server.json.JsonFields;
import io.hongyan.server.json.RecordMapper;
import io.hongyan.transport.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The metadata as one JSON file, replaced atomically with every change; the previous version is kept beside it.
///
/// The secrets in it are encrypted. Those that a version before format 4 wrote are not; [#isOutdated] tells, and
/// the next change encrypts them, also in the version beside. A file that cannot be read is never taken for an empty
/// one, and never written over.
public final class MetadataFile implements MetadataStore {
    public static final String NAME = "metadata.json";
    static final String PREVIOUS = "metadata.json.previous";
    static final String FORMAT = "format";
    /// Where the key of the secrets is, for commands that do not know the configuration.
    static final String SECRETS_KEY = "secretsKey";
    private static final int OLDEST = 1;
    static final int ENCRYPTED = 4;
    private static final int NEWEST = ENCRYPTED;

    private final Path file;
    private final Path previous;
    private final Path credentials;
    private final SecretsKey key;
    private @Nullable MetadataSnapshot plain;
    private String recordedKey = "";

    /// @param key encrypts the secrets
    public MetadataFile(Path folder, SecretsKey key) {
        this.key = key;
        this.file = folder.resolve(NAME);
        this.previous = folder.resolve(PREVIOUS);
        this.credentials = folder.resolve(Credentials.NAME);
    }

    @Override
    public @Nullable MetadataSnapshot load() {
        String text;
        try {
            text = TextFile.read(file);
        } catch (NoSuchFileException _) {
            if (Files.exists(previous)) {
                throw new DataFolderException(file + " is gone, but " + previous + " is there; copy that one to "
                        + file.getFileName() + ", or remove it to begin anew");
            }
            if (Files.exists(credentials)) {
                throw new DataFolderException(file + " is gone, but " + credentials + " of the same start is there;"
                        + " put it back from a backup, or remove " + credentials + " to begin anew");
            }
            return null;
        } catch (IOException e) {
            throw new DataFolderException(file + " cannot be read: " + TextFile.reason(e), e);
        }
        try {
            return parse(Json.object(text));
        } catch (JsonException e) {
            throw new DataFolderException(
                    file + " is damaged and was left as it is: " + e.getMessage() + "; put a good copy in its place"
                            + (Files.exists(previous)
                                    ? ", such as " + previous + ", the state before the last change"
                                    : ""),
                    e);
        }
    }

    private MetadataSnapshot parse(JsonFields fields) {
        long version = fields.number(FORMAT);
        if (version < OLDEST || version > NEWEST) {
            throw new DataFolderException(
                    file + " has format " + version + ", and this version of Hongyan reads formats " + OLDEST + " to "
                            + NEWEST + "; use the version that wrote it, or a newer one");
        }
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(fields.values());
        rest.remove(FORMAT);
        recordedKey = String.valueOf(Objects.requireNonNullElse(rest.remove(SECRETS_KEY), ""));
        if (version >= ENCRYPTED) {
            rest = opened(rest);
        }
        MetadataSnapshot snapshot = RecordMapper.record(
                MetadataSnapshot.class, new JsonFields(LaterFields.adapted(LimitsMigration.adapted(rest))));
        plain = version < ENCRYPTED ? snapshot : null;
        return snapshot;
    }

    private Map<String, @Nullable Object> opened(Map<String, @Nullable Object> fields) {
        if (key.isNew()) {
            throw new DataFolderException(key.file() + " is not there, but " + file
                    + " holds secrets that were encrypted with it; put it back from a backup");
        }
        try {
            return new SealedSecrets(key.box()).opened(fields);
        } catch (SecretException e) {
            throw new DataFolderException(
                    "the secrets in " + file + " cannot be decrypted with " + key.file()
                            + ": put the key back that belongs to it, from a backup",
                    e);
        }
    }

    /// Whether the file that was read holds secrets that are not encrypted, or says of their key that it is elsewhere.
    boolean isOutdated() {
        return plain != null || !recordedKey.equals(key.elsewhere());
    }

    /// Removes the file and the version before.
    void remove() throws IOException {
        Files.deleteIfExists(previous);
        Files.deleteIfExists(file);
    }

    @Override
    public void save(MetadataSnapshot snapshot) {
        try {
            if (plain != null) {
                PrivateFiles.write(previous, text(plain));
            } else if (Files.exists(file)) {
                PrivateFiles.write(previous, Files.readAllBytes(file));
            }
            PrivateFiles.write(file, text(snapshot));
            plain = null;
        } catch (IOException e) {
            throw new DataFolderException(file + " cannot be written: " + FileReason.withFile(e), e);
        }
    }

    private String text(MetadataSnapshot snapshot) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(FORMAT, NEWEST);
        if (!key.elsewhere().isEmpty()) {
            fields.put(SECRETS_KEY, key.elsewhere());
        }
        fields.putAll(new SealedSecrets(key.box()).sealed(RecordMapper.fields(snapshot)));
        return Json.pretty(fields);
    }
}
