package io.hongyan.cloud.key;

import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cloud.metadata.RevokedToken;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The keys and the void tokens of the present metadata. Any thread.
public final class Keyring {
    private volatile State state;

    private record State(
            List<AccessKey> source,
            Map<String, SigningKey> keys,
            List<RevokedToken> revokedSource,
            Set<String> revoked,
            String tokenKeySource,
            SecretKeySpec tokenKey) {}

    private final SigningKey nobody;

    /// Follows that metadata from now on.
    ///
    /// @param decoy some secret: what is signed with it is right for nobody
    public Keyring(Metadata metadata, String decoy) {
        this.nobody = new SigningKey(new AccessKey("nobody", decoy));
        this.state = state(null, metadata.snapshot());
        metadata.listen(snapshot -> state = state(state, snapshot));
    }

    /// The key of that id, or null.
    public @Nullable SigningKey find(String id) {
        return state.keys().get(id);
    }

    /// A key to spend the same time on when there is none.
    public SigningKey nobody() {
        return nobody;
    }

    /// Whether that very key, with that secret, opens the instance now.
    public boolean opens(SigningKey key, String instance) {
        SigningKey present = find(key.key().id());
        return present != null
                && present.key().opens(instance)
                && present.key().secret().equals(key.key().secret());
    }

    /// Whether a token was declared void.
    public boolean revoked(String tokenId) {
        return state.revoked().contains(tokenId);
    }

    /// What signs tokens.
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
