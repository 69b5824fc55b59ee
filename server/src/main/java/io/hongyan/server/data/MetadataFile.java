package io.hongyan.server.data;

import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cloud.metadata.MetadataStore;
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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The metadata as one JSON file, replaced atomically with every change; the previous version is kept beside it.
///
/// A file that cannot be read is never taken for an empty one, and never written over.
public final class MetadataFile implements MetadataStore {
    public static final String NAME = "metadata.json";
    static final String PREVIOUS = "metadata.json.previous";
    private static final String FORMAT = "format";
    private static final int OLDEST = 1;
    private static final int NEWEST = 3;

    private final Path file;
    private final Path previous;
    private final Path credentials;

    public MetadataFile(Path folder) {
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
        rest.putIfAbsent("deletedInstances", List.of()); // an earlier version wrote none
        return RecordMapper.record(
                MetadataSnapshot.class, new JsonFields(LaterFields.adapted(LimitsMigration.adapted(rest))));
    }

    /// Removes the file and the version before.
    void remove() throws IOException {
        Files.deleteIfExists(previous);
        Files.deleteIfExists(file);
    }

    @Override
    public void save(MetadataSnapshot snapshot) {
        Map<String, @Nullable Object> content = LaterFields.trimmed(RecordMapper.fields(snapshot));
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(FORMAT, LaterFields.format(content));
        fields.putAll(content);
        try {
            if (Files.exists(file)) {
                PrivateFiles.write(previous, Files.readAllBytes(file));
            }
            PrivateFiles.write(file, Json.pretty(fields));
        } catch (IOException e) {
            throw new DataFolderException(file + " cannot be written: " + FileReason.withFile(e), e);
        }
    }
}
