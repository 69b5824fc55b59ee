package io.hongyan.server.data;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cloud.metadata.Metadata;
import java.nio.file.Path;
import java.security.SecureRandom;

/// The metadata of a data folder without its service, opened as a start does it: the key of the secrets first.
public final class OpenMetadata {
    private OpenMetadata() {}

    public static Metadata in(Path folder) {
        SecretsKey key = SecretsKey.read(folder, "", new SecureRandom());
        key.join(new MemoryStore().records());
        return Metadata.open(new MetadataFile(folder, key), new SystemClock(), new SecureRandom());
    }
}
