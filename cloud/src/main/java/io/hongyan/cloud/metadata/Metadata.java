package io.hongyan.cloud.metadata;

import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.metadata.MetadataException.Kind;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// The metadata of the service. API, command line, console and configuration change it here. Any thread may call it.
///
/// Readers get an immutable snapshot without locking. Changes are serialized: each one is checked, saved, and then
/// takes effect. A change that is refused or cannot be saved has no effect: it throws [MetadataException] when it
/// breaks a rule, or the exception of the store.
public final class Metadata {
    private static final int TOKEN_KEY_BYTES = 32;
    private static final int MOST_INSTANCES = 10_000;
    private static final int MOST_ACCESS_KEYS = 100_000;
    private static final int MOST_REVOKED_TOKENS = 100_000;

    private final MetadataStore store;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Consumer<MetadataSnapshot>> listeners = new ArrayList<>(); // guarded by the lock
    private final FileUsers fileUsers = new FileUsers(); // guarded by the lock
    private MetadataSnapshot saved; // guarded by the lock
    private volatile MetadataSnapshot snapshot;

    private Metadata(MetadataStore store, Clock clock, MetadataSnapshot snapshot) {
        this.store = store;
        this.clock = clock;
        this.saved = snapshot;
        this.snapshot = snapshot;
    }

    /// Loads the metadata; creates a token key when the store is empty.
    ///
    /// @throws MetadataException when the stored metadata break a rule
    public static Metadata open(MetadataStore store, Clock clock, RandomGenerator random) {
        MetadataSnapshot loaded = store.load();
        if (loaded == null) {
            byte[] key = new byte[TOKEN_KEY_BYTES];
            random.nextBytes(key);
            String tokenKey = Base64.getEncoder().encodeToString(key);
            loaded = new MetadataSnapshot(List.of(), List.of(), List.of(), List.of(), tokenKey);
            store.save(loaded);
        }
        SnapshotChecks.snapshot(loaded);
        return new Metadata(store, clock, loaded);
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
        long at = clock.wallMillis();
        var made = new CloudInstance(id, profile, limits, List.of(), List.of(), List.of(), List.of(), at);
        change(now -> {
            refuseIf(now.instance(id).isPresent(), Kind.EXISTS, "instance " + id + " exists");
            refuseIf(
                    now.deletedInstances().contains(id),
                    Kind.EXISTS,
                    "instance " + id + " is still being deleted; try again in a moment");
            limit("instances", now.instances().size(), MOST_INSTANCES);
            return now.withInstances(plus(now.instances(), made));
        });
    }

    /// Adds an instance with a group, a parent topic and a key in one change.
    void createFirst(String id, Profile profile, String group, String topic, AccessKey key) {
        long at = clock.wallMillis();
        CloudInstance made = new CloudInstance(
                id,
                profile,
                CloudLimits.defaults(profile),
                List.of(new Group(group, at)),
                List.of(new ParentTopic(topic, "", at)),
                List.of(),
                List.of(),
                at);
        change(now -> {
            MetadataSnapshot next =
                    now.withInstances(plus(now.instances(), made)).withAccessKeys(plus(now.accessKeys(), key));
            SnapshotChecks.snapshot(next);
            return next;
        });
    }

    /// Removes an instance, and removes it from each AccessKey; a key that was valid for nothing else is deleted. Its
    /// clients may do nothing from then on. The caller deletes its connections, sessions and messages, and then calls
    /// [#instanceDeleted]. Until then no instance of that id can be created, and a caller that was interrupted finds
    /// the id in [MetadataSnapshot#deletedInstances].
    ///
    /// May be repeated until then.
    public void deleteInstance(String id) {
        change(now -> {
            if (now.deletedInstances().contains(id)) {
                return now;
            }
            var others = without(now.instances(), i -> i.id().equals(id), "instance " + id);
            return now.withInstances(others)
                    .withDeletedInstances(plus(now.deletedInstances(), id))
                    .withAccessKeys(withoutInstance(now.accessKeys(), id));
        });
    }

    /// The connections, sessions and messages of an instance were deleted.
    public void instanceDeleted(String id) {
        change(now -> now.withDeletedInstances(now.deletedInstances().stream()
                .filter(other -> !other.equals(id))
                .toList()));
    }

    private static List<AccessKey> withoutInstance(List<AccessKey> keys, String instance) {
        return keys.stream()
                .filter(key -> !key.instances().equals(List.of(instance)))
                .map(key -> key.without(instance))
                .toList();
    }

    public void limits(String instance, CloudLimits limits) {
        changeInstance(instance, now -> now.withLimits(limits));
    }

    /// Gives these limits to every instance of a profile, in one change.
    public void limits(Profile profile, CloudLimits limits) {
        change(now -> now.withInstances(now.instances().stream()
                .map(instance -> instance.profile() == profile ? instance.withLimits(limits) : instance)
                .toList()));
    }

    public void createAccessKey(AccessKey key) {
        change(now -> {
            refuseIf(now.accessKey(key.id()).isPresent(), Kind.EXISTS, "AccessKey " + key.id() + " exists");
            limit("AccessKeys", now.accessKeys().size(), MOST_ACCESS_KEYS);
            checkInstances(now, key);
            return now.withAccessKeys(plus(now.accessKeys(), key));
        });
    }

    /// Takes over a key pair that clients use already. One that is there with the same secret opens the instance, too.
    public void importAccessKey(String id, String secret, String instance) {
        change(now -> {
            AccessKey present = now.accessKey(id).orElse(null);
            AccessKey key =
                    present == null ? new AccessKey(id, secret, true, List.of(instance)) : present.with(instance);
            refuseIf(!key.secret().equals(secret), Kind.EXISTS, "AccessKey " + id + " exists with another secret");
            checkInstances(now, key);
            if (present == null) {
                limit("AccessKeys", now.accessKeys().size(), MOST_ACCESS_KEYS);
                return now.withAccessKeys(plus(now.accessKeys(), key));
            }
            return now.withAccessKeys(plus(without(now.accessKeys(), k -> k.id().equals(id), "AccessKey " + id), key));
        });
    }

    /// Replaces the key of that id.
    public void changeAccessKey(AccessKey key) {
        change(now -> {
            checkInstances(now, key);
            var others = without(now.accessKeys(), k -> k.id().equals(key.id()), "AccessKey " + key.id());
            return now.withAccessKeys(plus(others, key));
        });
    }

    /// Removes an instance from a key; a key that was valid for nothing else is deleted. Refused for a key of all
    /// instances, because other instances need it.
    public void deleteAccessKey(String instance, String id) {
        change(now -> {
            AccessKey key = find(now.accessKeys(), k -> k.id().equals(id), "AccessKey " + id);
            refuseIf(
                    key.instances().isEmpty(),
                    Kind.LIMIT,
                    "AccessKey " + id + " opens all instances, not " + instance
                            + " alone; to delete it for all of them: hongyan admin key delete " + id + " --everywhere");
            refuseIf(
                    !key.instances().contains(instance),
                    Kind.MISSING,
                    "there is no AccessKey " + id + " of instance " + instance);
            List<AccessKey> others = without(now.accessKeys(), k -> k.id().equals(id), "AccessKey " + id);
            return now.withAccessKeys(key.instances().size() == 1 ? others : plus(others, key.without(instance)));
        });
    }

    /// Deletes a key for all instances.
    public void deleteAccessKey(String id) {
        change(now -> now.withAccessKeys(without(now.accessKeys(), k -> k.id().equals(id), "AccessKey " + id)));
    }

    public void createGroup(String instance, String id) {
        Group made = new Group(id, clock.wallMillis());
        changeInstance(instance, now -> {
            boolean there = now.groups().stream().anyMatch(g -> g.id().equals(id));
            refuseIf(there, Kind.EXISTS, "group " + id + " exists in instance " + instance);
            limit(
                    "groups in instance " + instance,
                    now.groups().size(),
                    now.limits().groups());
            return now.withGroups(plus(now.groups(), made));
        });
    }

    public void deleteGroup(String instance, String id) {
        changeInstance(instance, now -> now.withGroups(without(now.groups(), g -> g.id().equals(id), "group " + id)));
    }

    public void createTopic(String instance, String name, String remark) {
        ParentTopic made = new ParentTopic(name, remark, clock.wallMillis());
        changeInstance(instance, now -> {
            boolean there = now.topics().stream().anyMatch(t -> t.name().equalsIgnoreCase(name));
            String rule = "parent topic " + name + " exists in instance " + instance + ", perhaps in other case";
            refuseIf(there, Kind.EXISTS, rule);
            limit(
                    "parent topics in instance " + instance,
                    now.topics().size(),
                    now.limits().parentTopics());
            return now.withTopics(plus(now.topics(), made));
        });
    }

    public void deleteTopic(String instance, String name) {
        changeInstance(
                instance,
                now -> now.withTopics(without(now.topics(), t -> t.name().equals(name), "parent topic " + name)));
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
            Set<String> before = fileUsers.replace(instance, users);
            try {
                changeInstance(instance, now -> now.withUsers(FileUsers.merged(now.users(), before, users)));
            } catch (RuntimeException e) {
                fileUsers.restore(instance, before);
                throw e;
            }
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
        change(now -> {
            CloudInstance before = find(now.instances(), i -> i.id().equals(id), "instance " + id);
            CloudInstance after = change.apply(before);
            List<CloudInstance> instances = new ArrayList<>(now.instances());
            instances.set(instances.indexOf(before), after);
            return now.withInstances(instances);
        });
    }

    private void change(Function<MetadataSnapshot, MetadataSnapshot> change) {
        lock.lock();
        try {
            MetadataSnapshot next = change.apply(snapshot);
            if (next.equals(snapshot)) {
                return;
            }
            MetadataSnapshot stored = fileUsers.without(next);
            if (!stored.equals(saved)) {
                store.save(stored);
                saved = stored;
            }
            snapshot = next;
            listeners.forEach(listener -> listener.accept(next));
        } finally {
            lock.unlock();
        }
    }

    private static void checkInstances(MetadataSnapshot now, AccessKey key) {
        for (String instance : key.instances()) {
            refuseIf(now.instance(instance).isEmpty(), Kind.MISSING, "there is no instance " + instance);
        }
    }

    private static <T> List<T> plus(List<T> values, T value) {
        List<T> all = new ArrayList<>(values);
        all.add(value);
        return all;
    }

    private static <T> List<T> without(List<T> values, Predicate<T> which, String what) {
        find(values, which, what);
        return values.stream().filter(which.negate()).toList();
    }

    private static <T> T find(List<T> values, Predicate<T> which, String what) {
        return values.stream()
                .filter(which)
                .findFirst()
                .orElseThrow(() -> new MetadataException(Kind.MISSING, "there is no " + what));
    }

    private static void limit(String what, int present, int most) {
        refuseIf(present >= most, Kind.LIMIT, "there are " + present + " " + what + "; the limit is " + most);
    }

    private static void refuseIf(boolean bad, Kind kind, String message) {
        if (bad) {
            throw new MetadataException(kind, message);
        }
    }
}
