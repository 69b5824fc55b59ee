package io.hongyan.cloud.metadata;

import static io.hongyan.cloud.metadata.Entries.limit;
import static io.hongyan.cloud.metadata.Entries.without;

import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import io.hongyan.cloud.metadata.rule.Rule;
import io.hongyan.cloud.metadata.rule.RuleKind;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The metadata of the service. API, command line, console and configuration change it here. Any thread may call it.
///
/// Readers get an immutable snapshot without locking. Changes are serialized: each one is checked, saved, and then
/// takes effect. A change that is refused or cannot be saved has no effect: it throws [MetadataException] when it
/// breaks a rule, or the exception of the store.
///
/// Where several services share a store, each follows the others. A change that somebody else was faster than is made
/// and checked again on what is there then: so it may be called more than once, and must not depend on anything else.
public final class Metadata {
    private static final int TOKEN_KEY_BYTES = 32;
    private static final int MOST_REVOKED_TOKENS = 100_000;
    private static final int MOST_ATTEMPTS = 50; // so often others may be faster before a change is given up

    private final MetadataStore store;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Consumer<MetadataSnapshot>> listeners = new ArrayList<>(); // guarded by the lock
    private final FileUsers fileUsers = new FileUsers(); // guarded by the lock
    private StoredMetadata saved; // guarded by the lock
    private volatile MetadataSnapshot snapshot; // the saved one with the users of files

    private Metadata(MetadataStore store, Clock clock, StoredMetadata saved) {
        this.store = store;
        this.clock = clock;
        this.saved = saved;
        this.snapshot = saved.snapshot();
    }

    /// Loads the metadata; creates a token key when the store is empty.
    ///
    /// @throws MetadataException when the stored metadata break a rule
    public static Metadata open(MetadataStore store, Clock clock, RandomGenerator random) {
        StoredMetadata stored = store.read();
        if (stored == null) {
            byte[] key = new byte[TOKEN_KEY_BYTES];
            random.nextBytes(key);
            String tokenKey = Base64.getEncoder().encodeToString(key);
            var made = new MetadataSnapshot(List.of(), List.of(), List.of(), List.of(), List.of(), tokenKey);
            stored = store.replace(null, made).now();
        }
        SnapshotChecks.snapshot(stored.snapshot());
        Metadata metadata = new Metadata(store, clock, stored);
        store.follow(metadata::follow);
        return metadata;
    }

    /// Somebody else has changed the metadata.
    private void follow(StoredMetadata newer) {
        lock.lock();
        try {
            take(newer);
        } finally {
            lock.unlock();
        }
    }

    public MetadataSnapshot snapshot() {
        return snapshot;
    }

    /// Calls the listener with the current snapshot, and with each later one, in order. Changes wait for it, so it must
    /// be quick and must not change the metadata.
    public void listen(Consumer<MetadataSnapshot> listener) {
        lock.lock();
        try {
            listeners.add(listener);
            listener.accept(snapshot);
        } finally {
            lock.unlock();
        }
    }

    /// Adds an instance with the default limits of its profile.
    public void createInstance(String id, Profile profile) {
        createInstance(id, profile, CloudLimits.defaults(profile));
    }

    public void createInstance(String id, Profile profile, CloudLimits limits) {
        CloudInstance made = CloudInstance.of(id, profile, limits, clock.wallMillis());
        change(now -> InstanceChanges.create(now, made));
    }

    /// Adds what a first start has drawn, in one change.
    ///
    /// @param ifNone whether only where there is no instance
    /// @return whether it was added
    boolean createFirst(FirstStart drawn, Profile profile, boolean ifNone) {
        long at = clock.wallMillis();
        return change(
                now -> ifNone && !now.instances().isEmpty() ? now : InstanceChanges.first(now, drawn, profile, at));
    }

    /// Removes an instance, and removes it from each AccessKey; a key that was valid for nothing else is deleted. Its
    /// clients may do nothing from then on. The caller deletes its connections, sessions and messages, and then calls
    /// [#instanceDeleted]. Until then no instance of that id can be created, and a caller that was interrupted finds
    /// the id in [MetadataSnapshot#deletedInstances].
    ///
    /// May be repeated until then.
    public void deleteInstance(String id) {
        change(now -> InstanceChanges.delete(now, id));
    }

    /// The connections, sessions and messages of an instance were deleted.
    public void instanceDeleted(String id) {
        change(now -> InstanceChanges.deleted(now, id));
    }

    public void limits(String instance, CloudLimits limits) {
        changeInstance(instance, now -> now.withLimits(limits));
    }

    /// Gives these limits to every instance of a profile, in one change.
    public void limits(Profile profile, CloudLimits limits) {
        change(now -> InstanceChanges.limits(now, profile, limits));
    }

    public void traces(String instance, TraceMode mode) {
        changeInstance(instance, now -> now.withTraces(mode));
    }

    public void createAccessKey(AccessKey key) {
        change(now -> KeyChanges.create(now, key));
    }

    /// Takes over a key pair that clients use already. One that is there with the same secret opens the instance, too.
    public void importAccessKey(String id, String secret, String instance) {
        change(now -> KeyChanges.take(now, id, secret, instance));
    }

    /// Replaces the key of that id.
    public void changeAccessKey(AccessKey key) {
        change(now -> KeyChanges.edit(now, key.id(), _ -> key));
    }

    /// Gives a key other rights. They hold at once, for clients that are connected, too.
    public void rights(String accessKey, List<AccessRight> rights) {
        change(now -> KeyChanges.edit(now, accessKey, key -> key.with(rights)));
    }

    /// Accepts a key, or accepts it no more: then clients that logged in with it are disconnected.
    public void enableAccessKey(String accessKey, boolean enabled) {
        change(now -> KeyChanges.edit(now, accessKey, key -> key.enabled(enabled)));
    }

    /// Removes an instance from a key; a key that was valid for nothing else is deleted. Refused for a key of all
    /// instances, because other instances need it.
    public void deleteAccessKey(String instance, String id) {
        change(now -> KeyChanges.delete(now, instance, id));
    }

    /// Deletes a key for all instances.
    public void deleteAccessKey(String id) {
        change(now -> KeyChanges.delete(now, id));
    }

    public void createGroup(String instance, String id) {
        createGroup(instance, id, List.of());
    }

    public void createGroup(String instance, String id, List<ResourceTag> tags) {
        Group made = new Group(id, tags, clock.wallMillis());
        changeInstance(instance, now -> ResourceChanges.create(now, made));
    }

    /// Deletes a group. Refused while a rule needs it.
    public void deleteGroup(String instance, String id) {
        changeInstance(instance, now -> ResourceChanges.deleteGroup(now, id));
    }

    public void createTopic(String instance, String name, String remark) {
        ParentTopic made = new ParentTopic(name, remark, clock.wallMillis());
        changeInstance(instance, now -> ResourceChanges.create(now, made));
    }

    public void topicRemark(String instance, String name, String remark) {
        changeInstance(instance, now -> ResourceChanges.remark(now, name, remark));
    }

    /// Deletes a parent topic. Refused while a rule needs it.
    public void deleteTopic(String instance, String name) {
        changeInstance(instance, now -> ResourceChanges.deleteTopic(now, name));
    }

    /// Sends the clients of an instance away and lets none in, or serves them again. It keeps all that it has.
    public void suspend(String instance, boolean suspended) {
        changeInstance(instance, now -> now.withSuspended(suspended));
    }

    /// Lets clients in only with a registered certificate, or without one too.
    public void twoWayTls(String instance, boolean needed) {
        changeInstance(instance, now -> now.withTwoWayTls(needed));
    }

    /// Changes the tags of instances, all of them or none.
    public void tags(List<String> ids, UnaryOperator<List<ResourceTag>> edit) {
        change(now -> InstanceChanges.tags(now, ids, edit));
    }

    /// Adds a connection to another system, at most 100.
    public void createConnection(ExchangeConnection connection) {
        change(now -> RuleChanges.create(now, connection));
    }

    /// Changes a connection; its name and its kind stay.
    public void editConnection(String name, UnaryOperator<ExchangeConnection> edit) {
        change(now -> RuleChanges.edit(now, name, edit));
    }

    /// Deletes a connection. Refused while a rule needs it.
    public void deleteConnection(String name) {
        change(now -> RuleChanges.delete(now, name));
    }

    /// Adds a rule, at most 100 to an instance, and one of a kind to a resource. Refused, too, when messages could go
    /// round in a loop.
    public void createRule(String instance, Rule rule) {
        Rule made = rule.createdAt(clock.wallMillis());
        change(now -> RuleChanges.create(now, instance, List.of(made)));
    }

    /// Changes a rule; its id, its kind and its time stay.
    public void editRule(String instance, String id, UnaryOperator<Rule> edit) {
        change(now -> RuleChanges.edit(now, instance, id, edit));
    }

    public void enableRule(String instance, String id, boolean enabled) {
        editRule(instance, id, rule -> rule.enabled(enabled));
    }

    public void deleteRule(String instance, String id) {
        changeInstance(
                instance,
                now -> now.withRules(without(now.rules(), r -> r.id().equals(id), "rule " + id + " of " + instance)));
    }

    /// Adds the rules that the older generation of the service had without being told: for each parent topic one out to
    /// and one in from the topic of the same name, for each Group its notices to `GROUP_MQTT`. What has a rule of that
    /// kind already keeps it.
    ///
    /// @param kinds which of them
    /// @return the ids of the new rules
    public List<String> createV2Rules(String instance, String connection, Set<RuleKind> kinds) {
        long at = clock.wallMillis();
        List<String> made = new ArrayList<>();
        change(now -> {
            List<Rule> missing = V2Rules.missing(now, instance, connection, kinds, at);
            made.clear();
            missing.forEach(rule -> made.add(rule.id()));
            return RuleChanges.create(now, instance, missing);
        });
        return List.copyOf(made);
    }

    /// Adds or replaces a user. Refused for one of the operator's file.
    public void putUser(String instance, PasswordUser user) {
        changeInstance(instance, now -> {
            fileUsers.refuse(instance, user.name());
            List<PasswordUser> users = new ArrayList<>(now.users());
            users.removeIf(u -> u.name().equals(user.name()));
            users.add(user);
            return now.withUsers(users);
        });
    }

    /// Deletes a user. Refused for one of the operator's file.
    public void deleteUser(String instance, String name) {
        changeInstance(instance, now -> {
            fileUsers.refuse(instance, name);
            return now.withUsers(without(now.users(), u -> u.name().equals(name), "user " + name));
        });
    }

    /// Gives an instance the users of the operator's file, in place of those that the file had before. They are not
    /// saved: the file says who they are. A user who was made here and is in the file now is the file's from then on.
    public void fileUsers(String instance, List<PasswordUser> users) {
        SnapshotChecks.users(users);
        lock.lock();
        try {
            List<PasswordUser> before = fileUsers.replace(instance, users);
            try {
                UnaryOperator<MetadataSnapshot> taken =
                        now -> now.withInstance(instance, each -> each.withUsers(fileUsers.others(each)));
                if (!taken.apply(saved.snapshot()).equals(saved.snapshot())) {
                    change(taken);
                }
            } catch (RuntimeException e) {
                fileUsers.replace(instance, before);
                throw e;
            }
            take(saved);
        } finally {
            lock.unlock();
        }
    }

    /// Replaces the access control list of an instance. Saves nothing when nothing changes.
    public void acl(String instance, List<AclRule> rules) {
        changeInstance(instance, now -> now.withAcl(rules));
    }

    /// Revokes a token. The record is deleted when the token has expired.
    public void revokeToken(RevokedToken token) {
        change(now -> {
            List<RevokedToken> revoked = new ArrayList<>(now.revokedTokens());
            revoked.removeIf(t -> t.expiresAt() <= clock.wallMillis());
            if (revoked.stream().noneMatch(t -> t.id().equals(token.id()))) {
                limit("revoked tokens", revoked.size(), MOST_REVOKED_TOKENS);
                revoked.add(token);
            }
            return now.withRevokedTokens(revoked);
        });
    }

    private void changeInstance(String id, UnaryOperator<CloudInstance> change) {
        change(now -> now.withInstance(id, change));
    }

    /// @return whether anything is other than before
    private boolean change(UnaryOperator<MetadataSnapshot> change) {
        lock.lock();
        try {
            for (int i = 0; i < MOST_ATTEMPTS; i++) {
                StoredMetadata before = saved;
                MetadataSnapshot next = next(change);
                if (next == null) {
                    continue;
                }
                if (next.equals(before.snapshot())) {
                    return false;
                }
                MetadataStore.Outcome outcome = store.replace(before, next);
                take(outcome.now());
                if (outcome.saved()) {
                    return true;
                }
            }
            throw new MetadataException(
                    MetadataException.Kind.UNAVAILABLE,
                    "others changed the metadata " + MOST_ATTEMPTS + " times meanwhile; try again");
        } finally {
            lock.unlock();
        }
    }

    /// What a change makes of the saved metadata: the same when it changes nothing.
    ///
    /// @return null when it is refused or changes nothing, and there are newer ones now
    private @Nullable MetadataSnapshot next(UnaryOperator<MetadataSnapshot> change) {
        MetadataSnapshot next = saved.snapshot();
        MetadataException refusal = null;
        try {
            next = change.apply(next);
        } catch (MetadataException e) {
            refusal = e;
        }
        StoredMetadata newer = refusal == null && !next.equals(saved.snapshot()) ? null : store.newerThan(saved);
        if (newer != null) {
            take(newer);
            return null;
        }
        if (refusal != null) {
            throw refusal;
        }
        return next;
    }

    /// These hold from now on, unless newer ones are known.
    private void take(StoredMetadata now) {
        if (now.revision() < saved.revision()) {
            return;
        }
        saved = now;
        MetadataSnapshot next = fileUsers.with(now.snapshot());
        if (!next.equals(snapshot)) {
            snapshot = next;
            listeners.forEach(listener -> listener.accept(next));
        }
    }
}
