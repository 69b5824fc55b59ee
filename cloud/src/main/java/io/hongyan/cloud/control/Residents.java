package io.hongyan.cloud.control;

import io.hongyan.broker.auth.Client;
import io.hongyan.broker.auth.Identity;
import io.hongyan.broker.auth.Presence;
import io.hongyan.cloud.identity.CloudIdentity;
import io.hongyan.cloud.identity.KeyIdentity;
import io.hongyan.cloud.identity.TokenIdentity;
import io.hongyan.cloud.identity.UserIdentity;
import io.hongyan.cloud.key.Keyring;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cloud.metadata.PasswordUser;
import io.hongyan.codec.ReasonCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// All connected clients. Whose key, user or instance is taken away does not go on listening: its connection ends. Who
/// has fewer rights loses the filters beyond them. A new password ends nothing.
///
/// What is special about tokens is left to [TokenSessions].
public final class Residents implements Presence {
    private static final String WHY = "its key, user or instance is not valid any more";

    private final Keyring keyring;
    private final TokenSessions tokens;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private volatile Known known = new Known(List.of(), Map.of());

    /// Users by instance.
    private record Known(List<AccessKey> keys, Map<String, Users> instances) {}

    private record Users(List<PasswordUser> source, Set<String> names) {
        static Users of(CloudInstance instance) {
            Set<String> names = new HashSet<>();
            instance.users().forEach(user -> names.add(user.name()));
            return new Users(instance.users(), names);
        }
    }

    /// Follows that metadata from now on. The keyring must follow it already.
    public Residents(Metadata metadata, Keyring keyring, TokenSessions tokens) {
        this.keyring = keyring;
        this.tokens = tokens;
        metadata.listen(this::follow);
    }

    @Override
    public void connected(Client client) {
        clients.add(client);
        tokens.connected(client);
        if (!isValid(client.instance(), client.identity())) { // it changed between the login and now
            client.after(Duration.ZERO, () -> client.disconnect(ReasonCode.NOT_AUTHORIZED, WHY));
        }
    }

    @Override
    public void disconnected(Client client) {
        clients.remove(client);
        tokens.disconnected(client);
    }

    /// Has the clients of an instance lose the filters that they may not have any more.
    public void recheck(String instance) {
        for (Client client : clients) {
            if (client.instance().equals(instance)) {
                client.executor().execute(client::recheck);
            }
        }
    }

    private void follow(MetadataSnapshot now) {
        Known before = known;
        Map<String, Users> instances = new HashMap<>();
        boolean same = now.accessKeys().equals(before.keys())
                && now.instances().size() == before.instances().size();
        for (CloudInstance instance : now.instances()) {
            Users users = before.instances().get(instance.id());
            boolean sameUsers = users != null && users.source().equals(instance.users());
            same &= sameUsers;
            instances.put(instance.id(), users != null && sameUsers ? users : Users.of(instance));
        }
        if (!same) {
            known = new Known(now.accessKeys(), instances);
            clients.forEach(this::look);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very login that is not valid; a later one was judged by itself
    private void look(Client client) {
        Identity identity = client.identity();
        if (!isValid(client.instance(), identity)) {
            client.executor().execute(() -> {
                if (client.identity() == identity) {
                    client.disconnect(ReasonCode.NOT_AUTHORIZED, WHY);
                }
            });
        }
    }

    private boolean isValid(String instance, Identity identity) {
        Users users = known.instances().get(instance);
        if (users == null || !(identity instanceof CloudIdentity own)) {
            return false;
        }
        return switch (own) {
            case KeyIdentity key -> keyring.opens(key.key(), instance);
            case UserIdentity user -> user.isAnonymous() || users.names().contains(user.name());
            case TokenIdentity _ -> true;
        };
    }
}
