package io.hongyan.server.data;

import io.hongyan.server.file.TextFile;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonException;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/// What the metadata of a folder says to one who does not have the key of its secrets. Where it cannot be read, each
/// answer is the one that is given for a folder without.
final class MetadataOutline {
    private final Path file;

    MetadataOutline(Path folder) {
        this.file = folder.resolve(MetadataFile.NAME);
    }

    /// Where the key of the secrets is; empty when nothing is said of it.
    String secretsKey() {
        return read(fields -> fields.optionalText(MetadataFile.SECRETS_KEY).orElse(""), "");
    }

    /// Whether the secrets are encrypted.
    boolean isEncrypted() {
        return read(fields -> fields.number(MetadataFile.FORMAT) >= MetadataFile.ENCRYPTED, false);
    }

    /// Whether an AccessKey is there and enabled; also when nothing says that it is not.
    boolean accepts(String accessKey) {
        return read(
                fields -> fields.objects("accessKeys").stream()
                        .anyMatch(each -> each.text("id").equals(accessKey) && each.truth("enabled", true)),
                true);
    }

    private <T> T read(Function<JsonFields, T> take, T otherwise) {
        try {
            return take.apply(Json.object(TextFile.read(file)));
        } catch (IOException | JsonException _) {
            return otherwise;
        }
    }
}
