package io.hongyan.cloud;

import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.auth.RuleRegistry;
import io.hongyan.broker.event.MessageTraces;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.ServerMessage;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cloud.auth.AuthSettings;
import io.hongyan.cloud.auth.CloudAuthenticator;
import io.hongyan.cloud.auth.PasswordCheckPool;
import io.hongyan.cloud.business.BusinessLogin;
import io.hongyan.cloud.certificate.CertificateRule;
import io.hongyan.cloud.certificate.Certificates;
import io.hongyan.cloud.control.CertificateMonitor;
import io.hongyan.cloud.control.ConnectedClients;
import io.hongyan.cloud.control.StoredCredentials;
import io.hongyan.cloud.control.SysCommands;
import io.hongyan.cloud.control.TokenMonitor;
import io.hongyan.cloud.custom.CustomAuth;
import io.hongyan.cloud.device.DeviceCredentials;
import io.hongyan.cloud.key.KeyRegistry;
import io.hongyan.cloud.metadata.FirstStart;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.record.RecordChanges;
import io.hongyan.cloud.rules.ActiveInstance;
import io.hongyan.cloud.rules.ActiveInstances;
import io.hongyan.cloud.rules.InstancePolicy;
import io.hongyan.cloud.rules.PolicySnapshot;
import io.hongyan.cloud.secret.SecretBox;
import io.hongyan.cloud.secret.TemporaryKeys;
import io.hongyan.cloud.token.Tokens;
import io.hongyan.codec.ReasonCode;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Creates and connects the parts of the cloud layer. The broker uses its authenticator; callers change its metadata.
public final class Cloud {
    private final Metadata metadata;
    private final Tokens tokens;
    private final ActiveInstances instances;
    private final DeviceCredentials devices;
    private final CustomAuth custom;
    private final Certificates certificates;
    private final TemporaryKeys temporaryKeys;
    private final BusinessLogin business;
    private final Kicks kicks;
    private final Authenticator authenticator;

    private Cloud(
            Metadata metadata,
            Tokens tokens,
            ActiveInstances instances,
            DeviceCredentials devices,
            CustomAuth custom,
            Certificates certificates,
            TemporaryKeys temporaryKeys,
            BusinessLogin business,
            Kicks kicks,
            Authenticator authenticator) {
        this.metadata = metadata;
        this.tokens = tokens;
        this.instances = instances;
        this.devices = devices;
        this.custom = custom;
        this.certificates = certificates;
        this.temporaryKeys = temporaryKeys;
        this.business = business;
        this.kicks = kicks;
        this.authenticator = authenticator;
    }

    /// A cloud layer without traces, which forgets the credentials of devices and custom authentication when the
    /// process ends.
    public static Cloud of(
            Metadata metadata,
            AuthSettings settings,
            Clock clock,
            RandomGenerator random,
            RuleRegistry rules,
            int checksAtOnce) {
        return of(metadata, settings, clock, random, rules, _ -> MessageTraces.NONE, checksAtOnce);
    }

    /// A cloud layer that forgets the credentials of devices and custom authentication when the process ends.
    public static Cloud of(
            Metadata metadata,
            AuthSettings settings,
            Clock clock,
            RandomGenerator random,
            RuleRegistry rules,
            Function<String, MessageTraces> traces,
            int checksAtOnce) {
        byte[] key = new byte[SecretBox.KEY_BYTES];
        random.nextBytes(key);
        RecordTable rows = new MemoryStore().records();
        return of(metadata, rows, new SecretBox(key, random), settings, clock, random, rules, traces, checksAtOnce);
    }

    /// A cloud layer of a service that shares its store with nobody.
    public static Cloud of(
            Metadata metadata,
            RecordTable rows,
            SecretBox secrets,
            AuthSettings settings,
            Clock clock,
            RandomGenerator random,
            RuleRegistry rules,
            Function<String, MessageTraces> traces,
            int checksAtOnce) {
        return of(metadata, rows, RecordChanges.NONE, secrets, settings, clock, random, rules, traces, checksAtOnce);
    }

    /// @param rows of the store, for credentials
    /// @param shared tells other services of changes of rows, and hears of theirs
    /// @param secrets encrypts the secrets among them
    /// @param random must be unpredictable, as `SecureRandom` is
    /// @param rules to other systems
    /// @param traces of the messages of an instance
    /// @param checksAtOnce password checks that run at once, 1 or more; each uses a core for about 50 ms
    public static Cloud of(
            Metadata metadata,
            RecordTable rows,
            RecordChanges shared,
            SecretBox secrets,
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
        DeviceCredentials devices = new DeviceCredentials(rows, shared, secrets, clock, random);
        CustomAuth custom = new CustomAuth(rows, shared, secrets);
        ThreadFactory threads = Thread.ofVirtual().name("hongyan-login-", 0).factory();
        Executor reads = task -> threads.newThread(task).start();
        Certificates certificates = new Certificates(metadata, rows, shared, secrets, clock, random);
        CertificateRule rule = new CertificateRule(certificates.check(), settings.registered()::contains, metadata);
        ConnectedClients clients = new ConnectedClients(
                metadata,
                keyRegistry,
                sessions,
                new StoredCredentials(custom, devices, reads),
                new CertificateMonitor(rule, certificates.changes(), reads));
        ActiveInstances instances = new ActiveInstances(
                metadata,
                keyRegistry,
                new ActiveInstance.Hooks(new SysCommands(sessions), clients, rules, traces, clients::recheck));
        PasswordCheckPool checks = PasswordCheckPool.of(checksAtOnce);
        TemporaryKeys temporaryKeys = new TemporaryKeys(secrets, clock, random);
        return new Cloud(
                metadata,
                tokens,
                instances,
                devices,
                custom,
                certificates,
                temporaryKeys,
                new BusinessLogin(instances, keyRegistry, temporaryKeys, custom),
                new Kicks(shared),
                new CloudAuthenticator(
                        instances, keyRegistry, tokens, devices, custom, rule, reads, checks, settings, random));
    }

    public Metadata metadata() {
        return metadata;
    }

    public Tokens tokens() {
        return tokens;
    }

    /// The credentials of devices, one each.
    public DeviceCredentials devices() {
        return devices;
    }

    /// Custom authentication.
    public CustomAuth custom() {
        return custom;
    }

    /// X.509 certificates of devices and listeners.
    public Certificates certificates() {
        return certificates;
    }

    /// AccessKeys that expire, for callers of the API.
    public TemporaryKeys temporaryKeys() {
        return temporaryKeys;
    }

    /// Logins of business systems.
    public BusinessLogin business() {
        return business;
    }

    /// Ends connections because an operator wants it.
    public Kicks kicks() {
        return kicks;
    }

    /// Why a message of the server or of another system may not be published to the clients of an instance; null when
    /// it may.
    public @Nullable String refusal(String instance, ServerMessage message) {
        Decision.Deny denied = denial(instance, message);
        return denied == null ? null : denied.why();
    }

    /// The same with the reason that a client of MQTT would be told.
    public Decision.@Nullable Deny denial(String instance, ServerMessage message) {
        InstancePolicy policy = policy(instance);
        if (policy == null) {
            return new Decision.Deny(ReasonCode.NOT_AUTHORIZED, gone(instance));
        }
        int bytes = message.payload().length;
        Decision.Deny denied = policy.refusal(message.address(), bytes);
        return denied != null || message.shown() == null ? denied : policy.refusal(message.shown(), bytes);
    }

    /// Why nobody may consume what the devices of an instance publish to a parent topic, whatever rights he has; null
    /// when he may.
    public @Nullable String consumeRefusal(String instance, String parent) {
        return refusal(instance, policy -> policy.consumeRefusal(parent));
    }

    /// Why nobody may watch the clients of a group come and go, whatever rights he has; null when he may.
    ///
    /// @param group in profile open a prefix of client ids with `*` behind is one, too
    public @Nullable String statusRefusal(String instance, String group) {
        return refusal(instance, policy -> policy.statusRefusal(group));
    }

    private @Nullable String refusal(String instance, Function<InstancePolicy, @Nullable String> check) {
        InstancePolicy policy = policy(instance);
        return policy == null ? gone(instance) : check.apply(policy);
    }

    private @Nullable InstancePolicy policy(String instance) {
        ActiveInstance known = instances.find(instance);
        PolicySnapshot current = known == null ? null : known.current();
        return current == null ? null : current.policy();
    }

    private static String gone(String instance) {
        return "there is no instance " + instance;
    }

    public Authenticator authenticator() {
        return authenticator;
    }
}
