package io.hongyan.testkit.sim;

import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.Client;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.broker.auth.OutboundRules;
import io.hongyan.codec.ReasonCode;
import io.hongyan.testkit.sim.model.ClientKey;
import io.hongyan.testkit.sim.model.Rights;
import io.hongyan.testkit.sim.world.RandomStream;
import io.hongyan.testkit.sim.world.Scheduler;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lets clients into the instance that their user name begins with, at once or after a time, and asks the model's
/// rights what they may do.
final class SimAuthenticator implements Authenticator {
    private final Scheduler scheduler;
    private final RandomStream random;
    private final Settings settings;
    private final Set<String> instances = new HashSet<>();
    private final Map<ClientKey, Client> present = new TreeMap<>();
    private final Map<String, Integer> filters = new HashMap<>();
    private final ClientPolicy policy;

    SimAuthenticator(
            Scheduler scheduler,
            RandomStream random,
            Settings settings,
            Rights rights,
            Injections injections,
            OutboundRules outbound) {
        this.scheduler = scheduler;
        this.random = random;
        this.settings = settings;
        this.policy = SimRules.of(settings, rights, injections, present, filters, outbound);
    }

    static ClientKey key(Client client) {
        return new ClientKey(client.instance(), client.clientId());
    }

    void create(String instance) {
        instances.add(instance);
    }

    void delete(String instance) {
        instances.remove(instance);
    }

    ClientPolicy policy() {
        return policy;
    }

    /// The client as hooks see it, while it is connected.
    @Nullable
    Client client(ClientKey key) {
        return present.get(key);
    }

    /// The clients that are connected.
    Set<ClientKey> present() {
        return present.keySet();
    }

    /// Filters that were admitted and not released.
    int filters() {
        return filters.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// The broker died: the ends of its clients are not reported.
    void forget() {
        present.clear();
        filters.clear();
    }

    @Override
    public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
        String user = request.connect().username();
        String name = user == null ? "" : user;
        String instance = name.substring(0, Math.max(0, name.indexOf('/')));
        AuthResult result = instances.contains(instance)
                ? new AuthResult.Admitted(instance, () -> name, policy)
                : new AuthResult.Refused(ReasonCode.NOT_AUTHORIZED, "there is no instance " + instance);
        if (settings.authMicros() == 0 || random.chance(30)) {
            answer.accept(result);
        } else {
            scheduler.after(random.shortTime(settings.authMicros()), () -> answer.accept(result));
        }
    }

    @Override
    public @Nullable ClientPolicy policy(String instance) {
        return instances.contains(instance) ? policy : null;
    }

    @Override
    public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
        return null;
    }
}
