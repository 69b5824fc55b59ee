package io.hongyan.cloud.key;

import io.hongyan.auth.Hmac;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.AccessRight;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cloud.metadata.RevokedToken;
import io.hongyan.cloud.topic.GroupIds;
import io.hongyan.cloud.topic.ParentTopicSet;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The AccessKeys and revoked tokens of the metadata, indexed for each login and publish. Any thread.
public final class KeyRegistry {
    private volatile State state;

    private record State(
            List<AccessKey> source,
            Map<String, SigningKey> keys,
            List<RevokedToken> revokedSource,
            Set<String> revoked,
            String tokenKeySource,
            SecretKeySpec tokenKey) {}

    private final SigningKey decoy;

    /// Follows the changes of the metadata.
    ///
    /// @param decoySecret a random secret that no client knows
    public KeyRegistry(Metadata metadata, String decoySecret) {
        this.decoy = new SigningKey(new AccessKey("decoy", decoySecret));
        this.state = state(null, metadata.snapshot());
        metadata.listen(snapshot -> state = state(state, snapshot));
    }

    /// The key of that id, or null.
    public @Nullable SigningKey find(String id) {
        return state.keys().get(id);
    }

    /// A key that no client has: an unknown key takes as long to check as a wrong signature.
    public SigningKey decoy() {
        return decoy;
    }

    /// That key as it is now; null when it is gone, or one with another secret has its id.
    public @Nullable AccessKey present(SigningKey key) {
        SigningKey present = find(key.key().id());
        return present != null && present.key().secret().equals(key.key().secret()) ? present.key() : null;
    }

    /// Whether that key still has that secret and is valid for the instance.
    public boolean isValid(SigningKey key, String instance) {
        AccessKey now = present(key);
        return now != null && now.isValidFor(instance);
    }

    /// Whether that key, as it is now, has a right to a topic or filter, and still has that secret.
    ///
    /// @param action as in [AccessKey#may]
    /// @param topic in UTF-8
    public boolean may(SigningKey key, String action, String instance, byte[] topic, String clientId) {
        AccessKey now = present(key);
        if (now == null) {
            return false;
        }
        return now.rights().isEmpty()
                ? now.isValidFor(instance)
                : now.mayUse(action, instance, ParentTopicSet.firstLevel(topic), GroupIds.of(clientId));
    }

    /// Whether that key, as it is now, may let a client in: it can publish or subscribe to something.
    public boolean mayConnect(SigningKey key, String instance, String clientId) {
        SigningKey present = find(key.key().id());
        String group = Objects.requireNonNullElse(GroupIds.of(clientId), "");
        return present != null
                && (present.key().mayUseSomeTopic(AccessRight.PUBLISH, instance, group)
                        || present.key().mayUseSomeTopic(AccessRight.SUBSCRIBE, instance, group));
    }

    /// Whether a token was revoked.
    public boolean isRevoked(String tokenId) {
        return state.revoked().contains(tokenId);
    }

    /// The key that signs tokens.
    public SecretKeySpec tokenKey() {
        return state.tokenKey();
    }

    private static State state(@Nullable State before, MetadataSnapshot now) {
        boolean sameKeys = before != null && before.source().equals(now.accessKeys());
        boolean sameRevoked = before != null && before.revokedSource().equals(now.revokedTokens());
        boolean sameTokenKey = before != null && before.tokenKeySource().equals(now.tokenKey());
        return new State(
                now.accessKeys(),
                before != null && sameKeys ? before.keys() : keys(now.accessKeys()),
                now.revokedTokens(),
                before != null && sameRevoked ? before.revoked() : ids(now.revokedTokens()),
                now.tokenKey(),
                before != null && sameTokenKey
                        ? before.tokenKey()
                        : Hmac.sha256Key(Base64.getDecoder().decode(now.tokenKey())));
    }

    private static Map<String, SigningKey> keys(List<AccessKey> all) {
        Map<String, SigningKey> keys = new HashMap<>();
        all.forEach(key -> keys.put(key.id(), new SigningKey(key)));
        return keys;
    }

    private static Set<String> ids(List<RevokedToken> all) {
        return all.stream().map(RevokedToken::id).collect(Collectors.toSet());
    }
}
