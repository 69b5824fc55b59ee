package io.hongyan.server.agreed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.cloud.secret.SecretBox;
import io.hongyan.cloud.secret.SecretException;
import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.Entry;
import io.hongyan.cluster.agree.Guard;
import io.hongyan.cluster.agree.Transaction;
import io.hongyan.cluster.agree.Write;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.data.SecretsKey;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonException;
import io.hongyan.server.json.JsonFields;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sees to it that all nodes of a cluster have the same key of secrets. In the agreement stands a known text that was
/// encrypted with it: whoever cannot decrypt it has another one.
final class AgreedKey {
    private static final String KEY = "meta/key";
    private static final String TEXT = "the key of the secrets of this cluster";
    private static final byte[] OWNER = KEY.getBytes(UTF_8);

    private final Agreement agreement;
    private final Answers answers;
    private final SecretsKey secrets;
    private final String node;

    AgreedKey(Agreement agreement, Answers answers, SecretsKey secrets, String node) {
        this.agreement = agreement;
        this.answers = answers;
        this.secrets = secrets;
        this.node = node;
    }

    /// Makes the key that of the cluster if it has none, and else looks whether it is. A new key is in its file before
    /// anybody can depend on it.
    ///
    /// @throws DataFolderException when it is another one, or the agreement does not answer
    void join() {
        JsonFields there = read();
        boolean first = there == null;
        if (there == null) {
            secrets.write();
            there = write();
        }
        if (isRight(there.text("sealed"))) {
            return;
        }
        if (first) {
            secrets.remove(); // if it is new: another node was faster
        }
        throw refusal(
                secrets.isNew()
                        ? secrets.file() + " is not there, and a new key would not be that of this cluster"
                        : secrets.file() + " is another key than that of this cluster",
                there);
    }

    private DataFolderException refusal(String what, JsonFields there) {
        return new DataFolderException(what + ": all nodes need the one with which secrets are encrypted. Copy "
                + there.text("file") + " of node " + there.text("node") + " to " + secrets.file()
                + ", readable by its owner alone, or name a file with the same content in auth.secretKeyFile");
    }

    private @Nullable JsonFields read() {
        for (Entry entry : answers.atStart("the key of secrets of the cluster", () -> agreement.range(KEY))
                .entries()) {
            if (entry.key().equals(KEY)) {
                try {
                    return Json.object(entry.text());
                } catch (JsonException e) {
                    throw new DataFolderException(KEY + " in etcd is damaged: " + e.getMessage(), e);
                }
            }
        }
        return null;
    }

    /// @return what stands there now
    private JsonFields write() {
        SecretBox box = secrets.box();
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("node", node);
        value.put("file", secrets.file().toAbsolutePath().toString());
        value.put("sealed", Base64.getEncoder().encodeToString(box.seal(TEXT, OWNER)));
        var creation = Transaction.of(new Guard.Absent(KEY), new Write.Put(KEY, Json.line(value), 0));
        var _ = answers.atStart("the key of secrets of the cluster", () -> agreement.commit(creation));
        JsonFields there = read();
        if (there == null) {
            throw new DataFolderException(KEY + " was written to etcd and is gone; start again");
        }
        return there;
    }

    private boolean isRight(String sealed) {
        try {
            return secrets.box().open(Base64.getDecoder().decode(sealed), OWNER).equals(TEXT);
        } catch (SecretException | IllegalArgumentException _) {
            return false;
        }
    }
}
