package io.hongyan.cloud;

import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.RuleRegistry;
import io.hongyan.broker.event.MessageTraces;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.ServerMessage;
import io.hongyan.cloud.auth.AuthSettings;
import io.hongyan.cloud.auth.CloudAuthenticator;
import io.hongyan.cloud.auth.PasswordCheckPool;
import io.hongyan.cloud.control.ConnectedClients;
import io.hongyan.cloud.control.SysCommands;
import io.hongyan.cloud.control.TokenMonitor;
import io.hongyan.cloud.key.KeyRegistry;
import io.hongyan.cloud.metadata.FirstStart;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.rules.ActiveInstance;
import io.hongyan.cloud.rules.ActiveInstances;
import io.hongyan.cloud.rules.PolicySnapshot;
import io.hongyan.cloud.token.Tokens;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Creates and connects the parts of the cloud layer. The broker uses its authenticator; callers change its metadata.
public final class Cloud {
    private final Metadata metadata;
    private final Tokens tokens;
    private final ActiveInstances instances;
    private final Authenticator authenticator;

    private Cloud(Metadata metadata, Tokens tokens, ActiveInstances instances, Authenticator authenticator) {
        this.metadata = metadata;
        this.tokens = tokens;
        this.instances = instances;
        this.authenticator = authenticator;
    }

    /// One without traces.
    public static Cloud of(
            Metadata metadata,
            AuthSettings settings,
            Clock clock,
            RandomGenerator random,
            RuleRegistry rules,
            int checksAtOnce) {
        return of(metadata, settings, clock, random, rules, _ -> MessageTraces.NONE, checksAtOnce);
    }

    /// @param random must be unpredictable, as `SecureRandom` is
    /// @param rules to other systems
    /// @param traces of the messages of an instance
    /// @param checksAtOnce password checks that run at once, 1 or more; each uses a core for about 50 ms
    public static Cloud of(
            Metadata metadata,
            AuthSettings settings,
            Clock clock,
            RandomGenerator random,
            RuleRegistry rules,
            Function<String, MessageTraces> traces,
            int checksAtOnce) {
        // Each of these is notified of metadata changes, in this order: keys first.
        KeyRegistry keyRegistry =
                new KeyRegistry(metadata, FirstStart.newAccessKey(random).secret());
        Tokens tokens = new Tokens(metadata, keyRegistry, clock, random);
        TokenMonitor sessions = new TokenMonitor(metadata, tokens, clock);
        ConnectedClients clients = new ConnectedClients(metadata, keyRegistry, sessions);
        ActiveInstances instances = new ActiveInstances(
                metadata,
                keyRegistry,
                new ActiveInstance.Hooks(new SysCommands(sessions), clients, rules, traces, clients::recheck));
        PasswordCheckPool checks = PasswordCheckPool.of(checksAtOnce);
        return new Cloud(
                metadata,
                tokens,
                instances,
                new CloudAuthenticator(instances, keyRegistry, tokens, checks, settings, random));
    }

    public Metadata metadata() {
        return metadata;
    }

    public Tokens tokens() {
        return tokens;
    }

    /// Why a message of the server or of another system may not be published to the clients of an instance; null when
    /// it may.
    public @Nullable String refusal(String instance, ServerMessage message) {
        ActiveInstance known = instances.find(instance);
        PolicySnapshot current = known == null ? null : known.current();
        if (current == null) {
            return "there is no instance " + instance;
        }
        int bytes = message.payload().length;
        String why = current.policy().refusal(message.address(), bytes);
        return why != null || message.shown() == null ? why : current.policy().refusal(message.shown(), bytes);
    }

    public Authenticator authenticator() {
        return authenticator;
    }
}
