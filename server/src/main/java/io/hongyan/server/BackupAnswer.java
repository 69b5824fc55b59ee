package io.hongyan.server;

import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.data.SecretsKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the administration answers when a copy of the data folder is made.
final class BackupAnswer {
    private BackupAnswer() {}

    /// `folder`, and `note` where the copy alone cannot be started.
    static Map<String, Object> of(ServerConfig config, Path copy) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("folder", copy.toString());
        SecretsKey.apart(Path.of(config.data()), config.auth().secretKeyFile())
                .ifPresent(key -> answer.put(
                        "note",
                        "the key " + key + " (auth.secretKeyFile) is not in the copy, which cannot be started without"
                                + " it: keep a copy of the key in another place"));
        return answer;
    }
}
