package io.hongyan.server.agreed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.MetadataException;
import io.hongyan.cloud.metadata.MetadataException.Kind;
import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cloud.metadata.MetadataStore;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.metadata.RevokedToken;
import io.hongyan.cloud.metadata.StoredMetadata;
import io.hongyan.cluster.agree.Write;
import io.hongyan.cluster.model.AgreementModel;
import io.hongyan.cluster.model.VirtualTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: large metadata are no burden: a change writes little, and what is too much for one transaction is seen whole
/// or not at all.
class MetadataSizeTest {
    private static final String ID = "mqtt-cn-12345678";

    @TempDir
    private Path folder;

    private final VirtualTime time = new VirtualTime();
    private final AgreementModel model = new AgreementModel(time, new SplittableRandom(1));
    private final AtomicReference<WatchedAgreement> way = new AtomicReference<>();
    private ModelNode node;

    @BeforeEach
    void start() {
        node = new ModelNode(time, model, "a", folder, 1, agreement -> {
            way.set(new WatchedAgreement(agreement));
            return way.get();
        });
    }

    private static MetadataSnapshot large(MetadataSnapshot base, int keys, int tokens) {
        List<AccessKey> many = IntStream.range(0, keys)
                .mapToObj(i -> new AccessKey("LTAI" + (1_000_000 + i), "secret" + i))
                .toList();
        List<RevokedToken> revoked = IntStream.range(0, tokens)
                .mapToObj(i -> new RevokedToken("abcdefghijklmnopqrstuv" + i, Long.MAX_VALUE - i))
                .toList();
        return new MetadataSnapshot(
                base.instances(), base.deletedInstances(), many, base.connections(), revoked, base.tokenKey());
    }

    private StoredMetadata replace(MetadataSnapshot next) {
        MetadataStore store = node.agreed.metadata();
        MetadataStore.Outcome outcome = store.replace(store.read(), next);
        assertThat(outcome.saved()).isTrue();
        time.pass(ModelNode.SECOND);
        return outcome.now();
    }

    private List<String> keysWritten() {
        List<String> keys = new ArrayList<>();
        way.get()
                .written
                .forEach(transaction -> transaction.writes().stream()
                        .filter(Write.Put.class::isInstance)
                        .forEach(write -> keys.add(write.key())));
        return keys;
    }

    @Test
    void a_change_of_large_metadata_writes_the_head_and_one_page() {
        node.metadata.createInstance(ID, Profile.CLOUD);
        replace(large(node.metadata.snapshot(), 20_000, 20_000));
        assertThat(node.metadata.snapshot().accessKeys()).hasSize(20_000);
        way.get().written.clear();

        node.metadata.enableAccessKey("LTAI1007000", false);
        node.metadata.revokeToken(new RevokedToken("one more", Long.MAX_VALUE));

        assertThat(way.get().written).hasSize(2);
        assertThat(keysWritten())
                .hasSize(4)
                .filteredOn(MetadataKeys.HEAD::equals)
                .hasSize(2);
        assertThat(new ModelNode(time, model, "b", folder, 2).metadata.snapshot())
                .isEqualTo(node.metadata.snapshot());
    }

    @Test
    void a_change_that_is_too_much_for_one_transaction_is_seen_whole() {
        ModelNode other = new ModelNode(time, model, "b", folder, 2);
        node.metadata.createInstance(ID, Profile.CLOUD);
        time.pass(ModelNode.SECOND);
        List<Integer> heard = new ArrayList<>();
        other.metadata.listen(now -> heard.add(now.revokedTokens().size()));

        replace(large(node.metadata.snapshot(), 1_000, 100_000));
        replace(large(node.metadata.snapshot(), 1_000, 50_000));

        assertThat(heard).containsExactly(0, 100_000, 50_000);
        assertThat(other.metadata.snapshot()).isEqualTo(node.metadata.snapshot());
    }

    @Test
    void a_large_change_that_was_interrupted_leaves_nothing_after_the_next_start() {
        node.metadata.createInstance(ID, Profile.CLOUD);
        MetadataSnapshot before = node.metadata.snapshot();
        way.get().endAfter(2);
        MetadataStore store = node.agreed.metadata();
        StoredMetadata present = store.read();
        assertThatThrownBy(() -> store.replace(present, large(before, 1_000, 100_000)))
                .isInstanceOfSatisfying(
                        MetadataException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
        assertThat(keys()).hasSizeGreaterThan(20);

        ModelNode other = new ModelNode(time, model, "b", folder, 2);
        assertThat(other.metadata.snapshot()).isEqualTo(before);
        other.metadata.createGroup(ID, "GID_one");
        ModelNode third = new ModelNode(time, model, "c", folder, 3);

        assertThat(third.metadata.snapshot()).isEqualTo(other.metadata.snapshot());
        assertThat(keys()).hasSizeLessThan(8);
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        new ModelNode.VirtualPatience(time)
                .await(node.connection
                        .range(MetadataKeys.ALL)
                        .thenAccept(range -> range.entries().forEach(entry -> keys.add(entry.key()))));
        return keys;
    }

    @Test
    void a_value_that_is_too_large_is_refused_and_changes_nothing() {
        node.metadata.createInstance(ID, Profile.CLOUD);
        MetadataSnapshot before = node.metadata.snapshot();
        List<String> instances = IntStream.range(0, 20_000)
                .mapToObj(i -> "mqtt-cn-" + (10_000_000 + i))
                .toList();

        assertThatThrownBy(() ->
                        node.metadata.createAccessKey(new AccessKey("LTAIone", "secret", true, instances, List.of())))
                .isInstanceOf(MetadataException.class);
        assertThatThrownBy(() -> replace(new MetadataSnapshot(
                        before.instances(),
                        List.of(),
                        List.of(new AccessKey("LTAIone", "secret", true, instances, List.of())),
                        List.of(),
                        List.of(),
                        before.tokenKey())))
                .isInstanceOfSatisfying(
                        MetadataException.class, e -> assertThat(e.kind()).isEqualTo(Kind.LIMIT))
                .hasMessageContaining("one value of");

        assertThat(node.metadata.snapshot()).isEqualTo(before);
        node.metadata.createGroup(ID, "GID_one");
    }

    @Test
    void pages_of_which_the_beginning_is_deleted_go() {
        node.metadata.createInstance(ID, Profile.CLOUD);
        MetadataSnapshot full = large(node.metadata.snapshot(), 10, 5_000);
        replace(full);
        int before = keys().size();
        replace(new MetadataSnapshot(
                full.instances(),
                List.of(),
                full.accessKeys(),
                List.of(),
                full.revokedTokens().subList(4_000, 5_000),
                full.tokenKey()));
        assertThat(keys()).hasSizeLessThan(before);
    }
}
