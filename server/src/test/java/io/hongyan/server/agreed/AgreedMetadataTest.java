package io.hongyan.server.agreed;

import static io.hongyan.server.agreed.ModelNode.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.auth.ScramSecret;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.AccessRight;
import io.hongyan.cloud.metadata.AclRule;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.Group;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.MetadataException;
import io.hongyan.cloud.metadata.MetadataException.Kind;
import io.hongyan.cloud.metadata.PasswordUser;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.metadata.ResourceTag;
import io.hongyan.cloud.metadata.RevokedToken;
import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import io.hongyan.cloud.metadata.rule.Rule;
import io.hongyan.cloud.metadata.rule.RuleOptions.Outbound;
import io.hongyan.cluster.model.AgreementModel;
import io.hongyan.cluster.model.Network;
import io.hongyan.cluster.model.VirtualTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: whatever nodes change at the same time, nothing of it is lost, and all of them end with the same.
class AgreedMetadataTest {
    private static final String HASH = "$2a$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234";
    private static final String ID = "mqtt-cn-12345678";

    @TempDir
    private Path folder;

    private final VirtualTime time = new VirtualTime();
    private final AgreementModel model = new AgreementModel(time, new SplittableRandom(1));

    private ModelNode node(String name) {
        return new ModelNode(time, model, name, folder, name.hashCode());
    }

    private static CloudInstance instance(ModelNode node) {
        return node.metadata.snapshot().instance(ID).orElseThrow();
    }

    private static List<String> groups(ModelNode node) {
        return instance(node).groups().stream().map(Group::id).toList();
    }

    private void awaitSame(ModelNode a, ModelNode b) {
        assertThat(time.passUntil(() -> a.metadata.snapshot().equals(b.metadata.snapshot()), SECOND))
                .isTrue();
    }

    private static void fill(Metadata metadata) {
        metadata.createInstance(ID, Profile.CLOUD);
        metadata.createInstance("plant", Profile.OPEN);
        metadata.createGroup(ID, "GID_one", List.of(new ResourceTag("k", "v")));
        metadata.createTopic(ID, "orders", "all of them");
        metadata.putUser("plant", new PasswordUser("alice", HASH, null));
        metadata.putUser("plant", new PasswordUser("bob", HASH, new ScramSecret("c2FsdA==", 4096, "a2V5", "a2V5")));
        AclRule twice = new AclRule(AclRule.Effect.DENY, AclRule.Action.BOTH, null, "secret/%u/#");
        metadata.acl("plant", List.of(twice, twice));
        metadata.createAccessKey(new AccessKey("LTAIone", "plainSecret", true, List.of(ID), List.of()));
        metadata.createAccessKey(new AccessKey("LTAItwo", "plainSecret"));
        metadata.createConnection(new ExchangeConnection(
                "main", ExchangeConnection.ROCKETMQ, List.of("10.0.0.5:9876"), "ak", "plainSecret", true, "ns"));
        metadata.createRule(ID, Rule.of("out", "main", "orders", "target", Outbound.defaults()));
        metadata.revokeToken(new RevokedToken("t", Long.MAX_VALUE));
        metadata.deleteInstance("plant");
        metadata.createInstance("other", Profile.OPEN);
    }

    @Test
    void a_change_of_one_node_is_seen_by_the_others_and_by_one_that_starts_later() {
        ModelNode a = node("a");
        ModelNode b = node("b");

        fill(a.metadata);
        a.metadata.suspend(ID, true);

        awaitSame(a, b);
        assertThat(node("c").metadata.snapshot()).isEqualTo(a.metadata.snapshot());
        assertThat(instance(b).suspended()).isTrue();
    }

    @Test
    void two_nodes_that_change_at_once_keep_both_changes() {
        ModelNode a = node("a");
        ModelNode b = node("b");
        a.metadata.createInstance(ID, Profile.CLOUD);
        awaitSame(a, b);
        b.machine.pause(); // it hears nothing of what the other one does

        a.metadata.createGroup(ID, "GID_of_a");
        b.metadata.createGroup(ID, "GID_of_b");

        assertThat(groups(b)).containsExactly("GID_of_a", "GID_of_b");
        b.machine.resume();
        awaitSame(a, b);
    }

    @Test
    void of_two_changes_that_exclude_each_other_the_second_is_refused_by_the_rule() {
        ModelNode a = node("a");
        ModelNode b = node("b");
        b.machine.pause();

        a.metadata.createInstance(ID, Profile.CLOUD);

        assertThatThrownBy(() -> b.metadata.createInstance(ID, Profile.OPEN))
                .isInstanceOfSatisfying(
                        MetadataException.class, e -> assertThat(e.kind()).isEqualTo(Kind.EXISTS))
                .hasMessageContaining(ID);
        assertThat(instance(b).profile()).isEqualTo(Profile.CLOUD);
    }

    @Test
    void a_change_is_refused_only_by_what_holds_now() {
        ModelNode a = node("a");
        ModelNode b = node("b");
        b.machine.pause();
        a.metadata.createInstance(ID, Profile.CLOUD);

        b.metadata.createGroup(ID, "GID_one"); // b has not heard of the instance
        a.machine.pause();
        b.metadata.suspend(ID, true);
        a.metadata.suspend(ID, false); // for a it is so already

        assertThat(instance(a).suspended()).isFalse();
        assertThat(groups(a)).containsExactly("GID_one");
    }

    @Test
    void listeners_hear_changes_of_all_nodes_in_their_order() {
        ModelNode a = node("a");
        ModelNode b = node("b");
        a.metadata.createInstance(ID, Profile.CLOUD);
        awaitSame(a, b);
        List<Integer> heard = new ArrayList<>();
        b.metadata.listen(
                now -> heard.add(now.instance(ID).orElseThrow().groups().size()));

        for (int i = 0; i < 20; i++) {
            (i % 3 == 0 ? b : a).metadata.createGroup(ID, "GID_number" + i);
        }

        awaitSame(a, b);
        assertThat(heard).isSorted().doesNotHaveDuplicates().startsWith(0).endsWith(20);
    }

    @Test
    void users_of_a_file_stay_with_their_node() {
        ModelNode a = node("a");
        ModelNode b = node("b");
        a.metadata.createInstance(ID, Profile.OPEN);
        b.machine.pause();
        b.metadata.putUser(ID, new PasswordUser("shared", HASH, null));
        b.machine.resume();
        awaitSame(a, b);

        PasswordUser own = new PasswordUser("alice", HASH, null);
        a.metadata.fileUsers(ID, List.of(own));
        b.metadata.putUser(ID, new PasswordUser("alice", HASH.replace('a', 'b'), null));
        b.metadata.createGroup(ID, "GID_one");
        time.pass(SECOND);
        a.metadata.createGroup(ID, "GID_two");
        time.pass(SECOND);

        assertThat(instance(a).users())
                .contains(own)
                .extracting(PasswordUser::name)
                .containsExactlyInAnyOrder("alice", "shared");
        assertThat(instance(b).users()).doesNotContain(own).hasSize(2);
        assertThat(groups(b)).containsExactly("GID_one", "GID_two");
    }

    @Test
    void a_node_that_was_cut_off_refuses_changes_reads_on_and_catches_up() {
        ModelNode a = node("a");
        ModelNode b = node("b");
        a.metadata.createInstance(ID, Profile.CLOUD);
        awaitSame(a, b);
        b.machine.cut(true);

        a.metadata.createGroup(ID, "GID_one");
        assertThatThrownBy(() -> b.metadata.createGroup(ID, "GID_two"))
                .isInstanceOfSatisfying(
                        MetadataException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                .hasMessageContaining("etcd does not answer");
        assertThat(groups(b)).isEmpty();
        model.compact();
        b.machine.cut(false);

        awaitSame(a, b);
        b.metadata.createGroup(ID, "GID_two");
        assertThat(groups(b)).containsExactly("GID_one", "GID_two");
    }

    @Test
    void a_broken_watch_is_mended_and_nothing_is_missed() {
        ModelNode a = node("a");
        ModelNode b = node("b");
        a.metadata.createInstance(ID, Profile.CLOUD);
        for (int i = 0; i < 30; i++) {
            a.metadata.createGroup(ID, "GID_number" + i);
            b.connection.breakWatches();
        }
        awaitSame(a, b);
        assertThat(groups(b)).hasSize(30);
    }

    @Test
    void a_change_whose_answer_was_lost_is_made_once() {
        List<WatchedAgreement> ways = new ArrayList<>();
        ModelNode a = new ModelNode(time, model, "a", folder, 1, way -> {
            ways.add(new WatchedAgreement(way));
            return ways.getFirst();
        });
        a.metadata.createInstance(ID, Profile.CLOUD);

        ways.getFirst().loseAnswers(1);
        a.metadata.createGroup(ID, "GID_one");
        ways.getFirst().loseAnswers(2);
        a.metadata.createGroup(ID, "GID_two");

        assertThat(groups(a)).containsExactly("GID_one", "GID_two");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void on_a_bad_network_what_was_said_to_be_done_is_done(long seed) {
        var random = new SplittableRandom(seed);
        List<ModelNode> nodes = new ArrayList<>(List.of(node("a"), node("b"), node("c")));
        nodes.getFirst().metadata.createInstance(ID, Profile.CLOUD);
        time.pass(5 * SECOND);
        nodes.forEach(node -> node.connection.network(Network.BAD));
        var done = new TreeSet<String>();
        for (int i = 0; i < 60; i++) {
            ModelNode node = nodes.get(random.nextInt(nodes.size()));
            String group = "GID_number" + i;
            try {
                node.metadata.createGroup(ID, group);
                done.add(group);
            } catch (MetadataException e) {
                assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
            }
            time.pass(random.nextLong(SECOND));
        }
        nodes.forEach(node -> node.connection.network(Network.GOOD));
        time.pass(20 * SECOND);

        assertThat(done).isNotEmpty();
        for (ModelNode node : nodes) {
            assertThat(groups(node)).containsAll(done).doesNotHaveDuplicates();
            assertThat(node.metadata.snapshot()).isEqualTo(node("late").metadata.snapshot());
        }
    }

    @Test
    void no_secret_stands_there_in_plain() {
        ModelNode a = node("a");
        fill(a.metadata);
        var all = new StringBuilder();
        new ModelNode.VirtualPatience(time)
                .await(a.connection
                        .range("")
                        .thenAccept(range -> range.entries().forEach(entry -> all.append(entry.text()))));
        assertThat(all.toString())
                .contains("LTAIone", "GID_one", "orders")
                .doesNotContain("plainSecret", a.metadata.snapshot().tokenKey());
    }

    @Test
    void rights_and_limits_are_there_as_they_were_given() {
        ModelNode a = node("a");
        fill(a.metadata);
        a.metadata.rights(
                "LTAItwo",
                List.of(new AccessRight(
                        AccessRight.Effect.ALLOW,
                        List.of(AccessRight.PUBLISH),
                        List.of(),
                        List.of("orders"),
                        List.of())));
        assertThat(node("b").metadata.snapshot()).isEqualTo(a.metadata.snapshot());
    }
}
