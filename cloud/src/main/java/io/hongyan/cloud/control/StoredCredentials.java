package io.hongyan.cloud.control;

import io.hongyan.broker.auth.Client;
import io.hongyan.cloud.custom.Blacklist;
import io.hongyan.cloud.custom.CustomAccount;
import io.hongyan.cloud.custom.CustomAuth;
import io.hongyan.cloud.device.DeviceCredentials;
import io.hongyan.cloud.identity.CustomIdentity;
import io.hongyan.cloud.identity.DeviceIdentity;
import io.hongyan.cloud.record.IdentityType;
import io.hongyan.codec.ReasonCode;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Connected clients whose credentials, permissions or names on a blacklist stand in the store. When something of that
/// changes, the clients that it concerns are checked again: some are disconnected, the others get the permissions of
/// now. Any thread.
public final class StoredCredentials {
    private static final System.Logger LOG = System.getLogger(StoredCredentials.class.getName());
    private static final String GONE = "its credential is not valid any more";

    /// So many of all clients are looked at at once.
    private static final int LANES = 32;

    private static final String BLACK = "the client is on the blacklist";

    private final CustomAuth custom;
    private final DeviceCredentials devices;
    private final Executor reads;
    private final ConcurrentHashMap<Key, Client> byId = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Key, Set<Client>> byUser = new ConcurrentHashMap<>();

    private record Key(String instance, String name) {}

    /// @param reads runs what waits for the disk
    public StoredCredentials(CustomAuth custom, DeviceCredentials devices, Executor reads) {
        this.custom = custom;
        this.devices = devices;
        this.reads = reads;
        custom.listen(this::changed, this::checkAll);
        devices.listen(this::changed, this::checkAll);
    }

    /// A client has connected, on its shard. What changed while it logged in is made good.
    void connected(Client client) {
        byId.put(new Key(client.instance(), client.clientId()), client);
        if (client.identity() instanceof CustomIdentity identity) {
            byUser.computeIfAbsent(new Key(client.instance(), identity.name()), _ -> ConcurrentHashMap.newKeySet())
                    .add(client);
        }
        boolean stale = switch (client.identity()) {
            case CustomIdentity identity -> identity.asOf() != custom.version();
            case DeviceIdentity identity -> identity.asOf() != devices.version();
            default -> false;
        };
        if (stale || custom.blacklist().mayHaveRows(client.instance())) {
            check(client);
        }
    }

    void disconnected(Client client) {
        byId.remove(new Key(client.instance(), client.clientId()), client);
        if (client.identity() instanceof CustomIdentity identity) {
            byUser.computeIfPresent(new Key(client.instance(), identity.name()), (_, clients) -> {
                clients.remove(client);
                return clients.isEmpty() ? null : clients;
            });
        }
    }

    /// Something changed that stands for a user name or a client id.
    private void changed(String instance, IdentityType type, String name) {
        Key key = new Key(instance, name);
        if (type == IdentityType.USER) {
            byUser.getOrDefault(key, Set.of()).forEach(this::check);
            return;
        }
        Client client = byId.get(key);
        if (client != null) {
            check(client);
        }
    }

    /// Other services may have changed anything.
    private void checkAll() {
        List<Client> all = List.copyOf(byId.values());
        for (int lane = 0; lane < LANES; lane++) {
            int first = lane;
            reads.execute(() -> {
                for (int i = first; i < all.size(); i += LANES) {
                    look(all.get(i));
                }
            });
        }
    }

    private void check(Client client) {
        reads.execute(() -> look(client));
    }

    private void look(Client client) {
        try {
            String why = checked(client);
            if (why != null) {
                client.executor().execute(() -> client.disconnect(ReasonCode.NOT_AUTHORIZED, why));
            }
        } catch (RuntimeException e) { // better out than in with rights that it may not have any more
            LOG.log(Level.ERROR, "the credential of a client cannot be checked", e);
            client.executor().execute(() -> client.disconnect(ReasonCode.UNSPECIFIED_ERROR, GONE));
        }
    }

    /// Gives a client the permissions of now.
    ///
    /// @return why it must be disconnected, or null
    private @Nullable String checked(Client client) {
        Blacklist blacklist = custom.blacklist();
        blacklist.look(client.instance());
        if (blacklist.mayHaveRows(client.instance()) && blacklist.contains(client.instance(), client.clientId())) {
            return BLACK;
        }
        return switch (client.identity()) {
            case CustomIdentity identity -> {
                CustomAccount account = custom.accounts().find(client.instance(), identity.name(), client.clientId());
                if (account == null || account.type() != identity.type()) {
                    yield GONE;
                }
                identity.permissions(custom.permissions().of(client.instance(), identity.name(), client.clientId()));
                client.executor().execute(() -> {
                    identity.decisionCache().clear();
                    client.recheck();
                });
                yield null;
            }
            case DeviceIdentity identity ->
                devices.find(client.instance(), client.clientId())
                                .filter(credential -> credential.accessKeyId().equals(identity.name()))
                                .isPresent()
                        ? null
                        : GONE;
            default -> null;
        };
    }
}
