package io.hongyan.cloud.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.cloud.FakeClock;
import io.hongyan.cloud.Limits;
import io.hongyan.cloud.metadata.AclRule.Action;
import io.hongyan.cloud.metadata.AclRule.Effect;
import io.hongyan.cloud.metadata.MetadataException.Kind;
import io.hongyan.codec.spec.CloudRule;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {
    private static final String ID = "mqtt-cn-12345678";

    private final FakeClock clock = new FakeClock();
    private final MemoryMetadataStore store = new MemoryMetadataStore();
    private final Metadata metadata = Metadata.open(store, clock, new Random(1));

    @Test
    void a_wrong_name_is_told_in_a_sentence() {
        assertThatThrownBy(() -> metadata.createGroup(ID, "abc"))
                .hasMessage("a group id begins with GID_ or GID-, as in GID_demo, unlike abc");
        assertThatThrownBy(() -> new PasswordUser("a:b", "", null))
                .hasMessage("user name has no colons and no control characters, unlike a:b");
        assertThatThrownBy(() -> new PasswordUser("", "", null))
                .hasMessage("user name has 1 to 256 characters, and this one is empty");
    }

    @Test
    void every_change_is_saved_and_found_again() {
        metadata.createInstance(ID, Profile.CLOUD);
        metadata.createGroup(ID, "GID-one");
        metadata.createTopic(ID, "Orders", "all of them");
        metadata.createAccessKey(new AccessKey("key", "secret"));
        metadata.revokeToken(new RevokedToken("t", clock.wallMillis() + 1));
        metadata.acl(ID, List.of(new AclRule(Effect.ALLOW, Action.BOTH, null, "dev/%c/%u/#")));
        Metadata again = Metadata.open(store, clock, new Random(2));
        assertThat(again.snapshot()).isEqualTo(metadata.snapshot());
        assertThat(again.snapshot().instance(ID).orElseThrow().topics())
                .containsExactly(new ParentTopic("Orders", "all of them", clock.wallMillis()));
    }

    private static PasswordUser user(String name, char salt) {
        return new PasswordUser(name, "$2a$04$" + Character.toString(salt).repeat(53), null);
    }

    @Test
    void users_of_the_operators_file_are_there_beside_those_made_here_and_are_not_saved() {
        PasswordUser made = user("made", 'a');
        PasswordUser both = user("both", 'b');
        metadata.createInstance(ID, Profile.OPEN);
        metadata.putUser(ID, made);
        metadata.putUser(ID, user("both", 'a'));
        metadata.fileUsers(ID, List.of(user("gone", 'a'), user("kept", 'a')));
        metadata.fileUsers(ID, List.of(user("kept", 'b'), both));
        assertThat(metadata.snapshot().instance(ID).orElseThrow().users())
                .containsExactlyInAnyOrder(made, both, user("kept", 'b'));
        Metadata again = Metadata.open(store, clock, new Random(2));
        assertThat(again.snapshot().instance(ID).orElseThrow().users()).containsExactly(made);
        metadata.fileUsers(ID, List.of());
        assertThat(metadata.snapshot().instance(ID).orElseThrow().users()).containsExactly(made);
    }

    @Test
    void a_user_of_the_operators_file_is_changed_there_alone() {
        metadata.createInstance(ID, Profile.OPEN);
        metadata.fileUsers(ID, List.of(user("alice", 'a')));
        assertThatThrownBy(() -> metadata.putUser(ID, user("alice", 'b'))).hasMessageContaining("auth.passwordFile");
        assertThatThrownBy(() -> metadata.deleteUser(ID, "alice")).hasMessageContaining("auth.passwordFile");
        assertThat(metadata.snapshot().instance(ID).orElseThrow().users()).containsExactly(user("alice", 'a'));
        metadata.fileUsers(ID, List.of());
        metadata.putUser(ID, user("alice", 'b'));
        assertThat(metadata.snapshot().instance(ID).orElseThrow().users()).containsExactly(user("alice", 'b'));
    }

    @Test
    void a_change_that_cannot_be_saved_does_not_happen() {
        var failing = new MetadataStore() {
            private boolean full;

            @Override
            public @Nullable MetadataSnapshot load() {
                return null;
            }

            @Override
            public void save(MetadataSnapshot snapshot) {
                if (full) {
                    throw new UncheckedIOException("the disk is full", new java.io.IOException());
                }
            }
        };
        Metadata unsaved = Metadata.open(failing, clock, new Random(1));
        List<MetadataSnapshot> heard = new ArrayList<>();
        unsaved.listen(heard::add);
        MetadataSnapshot before = unsaved.snapshot();
        failing.full = true;
        assertThatThrownBy(() -> unsaved.createInstance(ID, Profile.OPEN)).isInstanceOf(UncheckedIOException.class);
        assertThat(unsaved.snapshot()).isSameAs(before);
        assertThat(heard).containsExactly(before);
        failing.full = false;
        unsaved.createInstance(ID, Profile.OPEN);
        assertThat(heard).containsExactly(before, unsaved.snapshot());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GID_", "GID_ab", "gid_test", "XID_test1", "GID_a b c", "GID_\u00fcber", "GID_a@@@b"})
    @CloudRule("1.7/group-id")
    void a_group_of_another_form_is_refused(String id) {
        metadata.createInstance(ID, Profile.CLOUD);
        refused(Kind.INVALID, () -> metadata.createGroup(ID, id), id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "a/b", "a+b", "abc#", "$SYS", "a b", "\u4e3b\u9898\u540d"})
    @CloudRule("1.7/parent-topics")
    void a_parent_topic_of_another_form_is_refused(String name) {
        metadata.createInstance(ID, Profile.CLOUD);
        refused(Kind.INVALID, () -> metadata.createTopic(ID, name, ""), name);
    }

    @Test
    @CloudRule({"1.7/group-id", "1.7/parent-topics"})
    void lengths_have_bounds() {
        metadata.createInstance(ID, Profile.CLOUD);
        metadata.createTopic(ID, "x".repeat(64), "r".repeat(128));
        refused(Kind.INVALID, () -> metadata.createTopic(ID, "x".repeat(65), ""), "65");
        refused(Kind.INVALID, () -> metadata.createTopic(ID, "xyz", "r".repeat(129)), "xyz");
        metadata.createGroup(ID, "GID_" + "x".repeat(60));
        refused(Kind.INVALID, () -> metadata.createGroup(ID, "GID_" + "x".repeat(61)), "65");
        refused(Kind.INVALID, () -> metadata.createInstance("x".repeat(100_000), Profile.CLOUD), "100000");
    }

    @Test
    @CloudRule("1.7/parent-topics")
    void names_are_unique() {
        metadata.createInstance(ID, Profile.CLOUD);
        refused(Kind.EXISTS, () -> metadata.createInstance(ID, Profile.OPEN), ID);
        metadata.createTopic(ID, "Orders", "");
        refused(Kind.EXISTS, () -> metadata.createTopic(ID, "oRDERS", ""), "oRDERS");
        metadata.createGroup(ID, "GID_one");
        refused(Kind.EXISTS, () -> metadata.createGroup(ID, "GID_one"), "GID_one");
        metadata.createAccessKey(new AccessKey("key", "secret"));
        refused(Kind.EXISTS, () -> metadata.createAccessKey(new AccessKey("key", "other")), "key");
    }

    @Test
    void what_is_not_there_cannot_be_changed() {
        refused(Kind.MISSING, () -> metadata.createGroup(ID, "GID_one"), ID);
        refused(Kind.MISSING, () -> metadata.deleteInstance(ID), ID);
        refused(Kind.MISSING, () -> metadata.deleteAccessKey("key"), "key");
        refused(
                Kind.MISSING,
                () -> metadata.createAccessKey(new AccessKey("key", "secret", true, List.of("no-such"))),
                "no-such");
        metadata.createInstance(ID, Profile.CLOUD);
        refused(Kind.MISSING, () -> metadata.deleteTopic(ID, "Orders"), "Orders");
        refused(Kind.MISSING, () -> metadata.deleteGroup(ID, "GID_one"), "GID_one");
        refused(Kind.MISSING, () -> metadata.deleteUser(ID, "ann"), "ann");
    }

    @Test
    @CloudRule("1.7/parent-topics")
    void an_instance_has_at_most_25_parent_topics() {
        metadata.createInstance(ID, Profile.CLOUD);
        for (int i = 0; i < 25; i++) {
            metadata.createTopic(ID, "Topic" + i, "");
        }
        refused(Kind.LIMIT, () -> metadata.createTopic(ID, "Topic25", ""), "25");
        metadata.deleteTopic(ID, "Topic0");
        metadata.createTopic(ID, "Topic25", "");
    }

    @Test
    void limits_are_checked_against_their_range() {
        CloudLimits usual = CloudLimits.defaults(Profile.CLOUD);
        assertThat(usual.parentTopics()).isEqualTo(25);
        assertThat(usual.filtersPerClient()).isEqualTo(30);
        assertThat(usual.wildcardsPerTopic()).isEqualTo(100);
        assertThat(usual.clientIdLength()).isEqualTo(64);
        assertThat(usual.topicLength()).isEqualTo(64);
        assertThat(usual.packetBytes()).isEqualTo(131_072);
        assertThat(usual.payloadBytes()).isEqualTo(65_536);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Limits.sizes(64, 2, 1024, 1))
                .withMessageContaining("topicLength")
                .withMessageContaining("2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$1$abc",
                "$2y$99$abc",
                "$2a$03$7EqJtq98hPqEX7fNZaFWoO5V3.y.0X1x4oZ9yQ1b2c3d4e5f6g7h8"
            })
    void a_password_must_be_a_bcrypt_hash(String hash) {
        refused(Kind.INVALID, () -> new PasswordUser("ann", hash, null), "ann");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/#/b", "a+", "$share/g/x", "a/%c#"})
    void an_acl_pattern_must_be_a_filter(String pattern) {
        refused(Kind.INVALID, () -> new AclRule(Effect.ALLOW, Action.BOTH, null, pattern), pattern);
    }

    @Test
    void secrets_are_not_in_texts() {
        metadata.createInstance(ID, Profile.OPEN);
        metadata.createAccessKey(new AccessKey("key", "hush-hush"));
        assertThat(metadata.snapshot().toString() + metadata.snapshot().accessKeys())
                .doesNotContain("hush")
                .doesNotContain(metadata.snapshot().tokenKey());
        refused(Kind.INVALID, () -> metadata.createAccessKey(new AccessKey("key2", "hush hush")), "key2");
    }

    @Test
    void revoked_tokens_are_forgotten_when_they_would_have_ended() {
        metadata.revokeToken(new RevokedToken("a", clock.wallMillis() + 1000));
        metadata.revokeToken(new RevokedToken("a", clock.wallMillis() + 1000));
        assertThat(metadata.snapshot().revokedTokens()).hasSize(1);
        clock.forward(java.time.Duration.ofSeconds(1));
        metadata.revokeToken(new RevokedToken("b", clock.wallMillis() + 1000));
        assertThat(metadata.snapshot().revokedTokens())
                .extracting(RevokedToken::id)
                .containsExactly("b");
    }

    @Test
    void a_damaged_store_is_told_at_once() {
        MetadataSnapshot good = metadata.snapshot();
        store.save(new MetadataSnapshot(List.of(), List.of(), List.of(), List.of(), List.of(), "short"));
        refused(Kind.INVALID, () -> Metadata.open(store, clock, new Random(1)), "token key");
        AccessKey key = new AccessKey("key", "secret");
        store.save(
                new MetadataSnapshot(List.of(), List.of(), List.of(key, key), List.of(), List.of(), good.tokenKey()));
        refused(Kind.EXISTS, () -> Metadata.open(store, clock, new Random(1)), "key");
    }

    @Test
    void the_first_start_makes_all_that_a_client_needs() {
        assertThat(FirstStart.due(metadata)).isTrue();
        FirstStart made = FirstStart.create(metadata, Profile.CLOUD, new Random(7));
        assertThat(FirstStart.due(metadata)).isFalse();
        assertThat(made.instance()).matches("mqtt-cn-[a-z0-9]{8}");
        assertThat(made.accessKey()).hasSize(24);
        assertThat(made.secret()).hasSize(30);
        assertThat(made.toString()).doesNotContain(made.secret());
        CloudInstance instance = metadata.snapshot().instance(made.instance()).orElseThrow();
        assertThat(instance.groups()).extracting(Group::id).containsExactly(made.group());
        assertThat(instance.topics()).extracting(ParentTopic::name).containsExactly(made.topic());
        assertThat(metadata.snapshot().accessKeys()).containsExactly(new AccessKey(made.accessKey(), made.secret()));
        FirstStart other = FirstStart.create(metadata, Profile.OPEN, new Random(8));
        assertThat(other.secret()).isNotEqualTo(made.secret());
    }

    private static void refused(Kind kind, org.assertj.core.api.ThrowableAssert.ThrowingCallable change, String names) {
        assertThatThrownBy(change)
                .isInstanceOfSatisfying(
                        MetadataException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(names);
    }

    @Test
    void a_deleted_instance_takes_its_keys_along_and_its_name_is_free_when_nothing_is_left() {
        metadata.createInstance(ID, Profile.CLOUD);
        metadata.createInstance("other", Profile.CLOUD);
        metadata.createAccessKey(new AccessKey("own", "s", true, List.of(ID)));
        metadata.createAccessKey(new AccessKey("both", "s", true, List.of(ID, "other")));
        metadata.createAccessKey(new AccessKey("all", "s"));
        metadata.deleteInstance(ID);
        metadata.deleteInstance(ID);
        assertThat(metadata.snapshot().accessKeys())
                .containsExactly(new AccessKey("both", "s", true, List.of("other")), new AccessKey("all", "s"));
        refused(Kind.EXISTS, () -> metadata.createInstance(ID, Profile.CLOUD), "still being deleted");
        Metadata again = Metadata.open(store, clock, new Random(2));
        assertThat(again.snapshot().deletedInstances()).containsExactly(ID);
        again.instanceDeleted(ID);
        again.instanceDeleted(ID);
        assertThat(again.snapshot().deletedInstances()).isEmpty();
        refused(Kind.MISSING, () -> again.deleteInstance(ID), ID);
        again.createInstance(ID, Profile.CLOUD);
    }

    @Test
    void a_key_is_deleted_for_the_instance_that_is_named_and_no_other() {
        metadata.createInstance(ID, Profile.CLOUD);
        metadata.createInstance("other", Profile.CLOUD);
        metadata.createAccessKey(new AccessKey("own", "s", true, List.of(ID)));
        metadata.createAccessKey(new AccessKey("both", "s", true, List.of(ID, "other")));
        metadata.createAccessKey(new AccessKey("all", "s"));
        refused(Kind.MISSING, () -> metadata.deleteAccessKey("other", "own"), "own");
        refused(Kind.MISSING, () -> metadata.deleteAccessKey("other", "none"), "none");
        refused(Kind.LIMIT, () -> metadata.deleteAccessKey("other", "all"), "all instances");
        metadata.deleteAccessKey("other", "both");
        assertThat(metadata.snapshot().accessKey("both").orElseThrow().instances())
                .containsExactly(ID);
        metadata.deleteAccessKey(ID, "both");
        metadata.deleteAccessKey(ID, "own");
        metadata.deleteAccessKey("all");
        assertThat(metadata.snapshot().accessKeys()).isEmpty();
    }

    @Test
    void limits_of_a_profile_are_one_change_for_all_its_instances() {
        metadata.createInstance("cloud-one", Profile.CLOUD);
        metadata.createInstance("cloud-two", Profile.CLOUD);
        metadata.createInstance("open-one", Profile.OPEN);
        CloudLimits limits = Limits.counts(1, 2, 3, 4);
        List<MetadataSnapshot> changes = new ArrayList<>();
        metadata.listen(changes::add);
        metadata.limits(Profile.CLOUD, limits);
        assertThat(changes).hasSize(2);
        assertThat(metadata.snapshot().instances())
                .allSatisfy(instance ->
                        assertThat(instance.limits().equals(limits)).isEqualTo(instance.profile() == Profile.CLOUD));
    }
}
