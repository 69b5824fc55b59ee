package io.hongyan.cloud.control;

import io.hongyan.broker.auth.Client;
import io.hongyan.broker.auth.Identity;
import io.hongyan.broker.auth.PresenceListener;
import io.hongyan.cloud.identity.CloudIdentity;
import io.hongyan.cloud.identity.CustomIdentity;
import io.hongyan.cloud.identity.DeviceIdentity;
import io.hongyan.cloud.identity.KeyIdentity;
import io.hongyan.cloud.identity.TokenIdentity;
import io.hongyan.cloud.identity.UserIdentity;
import io.hongyan.cloud.key.KeyRegistry;
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

/// All connected clients. When the key, user or instance of a client is deleted, or the instance suspended, its
/// connection ends. When its rights
/// are reduced, it loses the filters that are no longer allowed. A changed password has no effect on connected clients.
///
/// [TokenMonitor] does the same for tokens, [StoredCredentials] for what stands in the store.
public final class ConnectedClients implements PresenceListener {
    private static final String WHY = "its key, user or instance is not valid any more, or switched off";

    private final KeyRegistry keyRegistry;
    private final TokenMonitor tokens;
    private final StoredCredentials stored;
    private final CertificateMonitor certificates;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private volatile Known known = new Known(List.of(), Map.of());

    /// The keys, and the users of each instance.
    private record Known(List<AccessKey> keys, Map<String, Users> instances) {}

    private record Users(List<PasswordUser> source, Set<String> names, boolean suspended, boolean twoWayTls) {
        static Users of(CloudInstance instance) {
            Set<String> names = new HashSet<>();
            instance.users().forEach(user -> names.add(user.name()));
            return new Users(instance.users(), names, instance.suspended(), instance.twoWayTls());
        }
    }

    /// @param keyRegistry must have been registered with the metadata before
    public ConnectedClients(
            Metadata metadata,
            KeyRegistry keyRegistry,
            TokenMonitor tokens,
            StoredCredentials stored,
            CertificateMonitor certificates) {
        this.keyRegistry = keyRegistry;
        this.tokens = tokens;
        this.stored = stored;
        this.certificates = certificates;
        metadata.listen(this::follow);
    }

    @Override
    public void connected(Client client) {
        clients.add(client);
        tokens.connected(client);
        stored.connected(client);
        certificates.connected(client);
        if (!isValid(client.instance(), client.identity())) { // it changed during the login
            client.after(Duration.ZERO, () -> client.disconnect(ReasonCode.NOT_AUTHORIZED, WHY));
        }
    }

    @Override
    public void disconnected(Client client) {
        clients.remove(client);
        tokens.disconnected(client);
        stored.disconnected(client);
        certificates.disconnected(client);
    }

    /// Removes the filters that the clients of an instance may no longer have.
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
            boolean sameUsers = users != null
                    && users.source().equals(instance.users())
                    && users.suspended() == instance.suspended()
                    && users.twoWayTls() == instance.twoWayTls();
            same &= sameUsers;
            instances.put(instance.id(), users != null && sameUsers ? users : Users.of(instance));
        }
        if (!same) {
            known = new Known(now.accessKeys(), instances);
            Set<String> changed = otherRights(before.keys(), now.accessKeys());
            for (Client client : clients) {
                endIfInvalid(client);
                Users users = instances.get(client.instance());
                if (users != null && users.twoWayTls()) {
                    certificates.check(client);
                }
                if (changed.contains(client.identity().name())) {
                    client.executor().execute(client::recheck);
                }
            }
        }
    }

    /// The ids of keys that have other rights than before.
    private static Set<String> otherRights(List<AccessKey> before, List<AccessKey> now) {
        Map<String, AccessKey> old = new HashMap<>();
        before.forEach(key -> old.put(key.id(), key));
        Set<String> changed = new HashSet<>();
        for (AccessKey key : now) {
            AccessKey was = old.get(key.id());
            if (was != null && !was.rights().equals(key.rights())) {
                changed.add(key.id());
            }
        }
        return changed;
    }

    @SuppressWarnings("ReferenceEquality") // this login; a later one was checked on its own
    private void endIfInvalid(Client client) {
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
        if (users == null || users.suspended() || !(identity instanceof CloudIdentity own)) {
            return false;
        }
        return switch (own) {
            case KeyIdentity key -> keyRegistry.isValid(key.key(), instance);
            case UserIdentity user -> user.isAnonymous() || users.names().contains(user.name());
            // Those who change tokens and credentials tell it themselves.
            case TokenIdentity _, DeviceIdentity _, CustomIdentity _ -> true;
        };
    }
}
