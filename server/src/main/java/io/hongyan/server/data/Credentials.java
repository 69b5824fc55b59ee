package io.hongyan.server.data;

import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.server.file.TextFile;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonException;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The credentials that the first start creates. Kept in a file that only its owner can read.
public record Credentials(String instance, String accessKey, String secretKey, String group, String topic) {
    static final String NAME = "credentials.json";
    static final String PREPARED = "credentials.json.prepared";

    /// The file they are in.
    public static Path file(Path folder) {
        return folder.resolve(NAME);
    }

    public void write(Path folder) throws IOException {
        PrivateFiles.write(file(folder), Json.pretty(fields()));
    }

    /// Writes them where the next start finds them if this one is killed before [#keep].
    public void prepare(Path folder) throws IOException {
        PrivateFiles.write(folder.resolve(PREPARED), Json.pretty(fields()));
    }

    /// Puts those that a first start has prepared in their place, once the metadata that they open is written.
    ///
    /// @param metadata as it is on the disk; credentials that do not belong to it go
    public static void keep(Path folder, MetadataSnapshot metadata) throws IOException {
        Optional<Credentials> prepared = read(folder, folder.resolve(PREPARED));
        if (prepared.isEmpty()) {
            return;
        }
        Credentials made = prepared.get();
        if (metadata.accessKey(made.accessKey())
                .filter(key -> key.secret().equals(made.secretKey()))
                .isPresent()) {
            made.write(folder);
        }
        Files.deleteIfExists(folder.resolve(PREPARED));
    }

    /// Removes them, kept or prepared.
    public static void remove(Path folder) throws IOException {
        Files.deleteIfExists(file(folder));
        Files.deleteIfExists(folder.resolve(PREPARED));
    }

    /// In the order in which people read them.
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("instance", instance);
        fields.put("accessKey", accessKey);
        fields.put("secretKey", secretKey);
        fields.put("group", group);
        fields.put("topic", topic);
        return fields;
    }

    /// Nothing when there is no such file.
    ///
    /// @throws DataFolderException when it is there and cannot be read
    public static Optional<Credentials> read(Path folder) {
        return read(folder, file(folder));
    }

    private static Optional<Credentials> read(Path folder, Path file) {
        DataFolder.checkAccess(folder);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            JsonFields fields = Json.object(TextFile.read(file));
            return Optional.of(new Credentials(
                    fields.text("instance"),
                    fields.text("accessKey"),
                    fields.text("secretKey"),
                    fields.text("group"),
                    fields.text("topic")));
        } catch (IOException e) {
            throw new DataFolderException(file + " cannot be read: " + TextFile.reason(e), e);
        } catch (JsonException e) {
            throw new DataFolderException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// The login of the folder as it is now: keys are rotated, and the one of the first start is deleted then.
    ///
    /// @return these, or with the newest other key of their instance; empty when no key opens it any more
    /// @throws DataFolderException when it would be another key, whose secret cannot be read
    public Optional<Credentials> current(Path folder) {
        return opening(folder, instance);
    }

    /// The login for an instance: with the key of the first start if it opens that, else with the newest one that does.
    /// Where the metadata cannot be read, the key of the first start is taken for one.
    ///
    /// @return empty when no key does
    /// @throws DataFolderException as [#current]
    public Optional<Credentials> opening(Path folder, String other) {
        return keys(folder).stream()
                .filter(each -> each.isValidFor(other))
                .reduce((best, each) -> best.id().equals(accessKey) ? best : each)
                .map(best -> new Credentials(other, best.id(), best.secret(), group, topic));
    }

    private List<AccessKey> keys(Path folder) {
        try {
            SecretsKey key = SecretsKey.ofFolder(folder, new SecureRandom());
            MetadataSnapshot metadata = new MetadataFile(folder, key).load();
            if (metadata != null) {
                return metadata.accessKeys();
            }
        } catch (DataFolderException e) {
            if (!new MetadataOutline(folder).accepts(accessKey)) {
                throw new DataFolderException(
                        "the AccessKey of the first start, " + accessKey
                                + ", is disabled or was deleted, and the secrets"
                                + " of the others cannot be read: " + e.getMessage()
                                + "; or give --ak, --sk, --instance and --group",
                        e);
            }
        }
        return List.of(new AccessKey(accessKey, secretKey));
    }

    @Override
    public String toString() {
        return "Credentials[" + instance + ", " + accessKey + ", ***]";
    }
}
