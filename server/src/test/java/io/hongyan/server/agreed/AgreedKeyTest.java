package io.hongyan.server.agreed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cluster.model.AgreementModel;
import io.hongyan.cluster.model.Machine;
import io.hongyan.cluster.model.VirtualTime;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.data.SecretsKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a node that could not read the secrets of the others does not join, and its operator knows what to do.
class AgreedKeyTest {
    private static final String KEY = "secrets.key";

    @TempDir
    private Path root;

    private final VirtualTime time = new VirtualTime();
    private final AgreementModel model = new AgreementModel(time, new SplittableRandom(1));
    private Path first;
    private Path second;

    @BeforeEach
    void make() throws IOException {
        first = Files.createDirectory(root.resolve("first"));
        second = Files.createDirectory(root.resolve("second"));
    }

    private ModelNode node(String name, Path folder) {
        return new ModelNode(time, model, name, folder, name.hashCode());
    }

    @Test
    void the_first_node_makes_the_key_and_one_with_the_same_key_joins() throws IOException {
        ModelNode a = node("a", first);
        a.metadata.createInstance("mqtt-cn-12345678", Profile.CLOUD);
        assertThat(first.resolve(KEY)).exists();
        Files.copy(first.resolve(KEY), second.resolve(KEY));
        assertThat(node("b", second).metadata.snapshot()).isEqualTo(a.metadata.snapshot());
    }

    @Test
    void a_node_without_the_key_is_told_where_it_is_and_makes_none() {
        node("a", first);
        assertThatThrownBy(() -> node("b", second))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContainingAll(
                        second.resolve(KEY) + " is not there",
                        "Copy " + first.resolve(KEY) + " of node a",
                        "auth.secretKeyFile");
        assertThat(second.resolve(KEY)).doesNotExist();
    }

    @Test
    void a_node_with_another_key_is_refused() throws IOException {
        node("a", first);
        Files.writeString(second.resolve(KEY), "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
        assertThatThrownBy(() -> node("b", second))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContainingAll(second.resolve(KEY) + " is another key", "of node a");
        assertThat(second.resolve(KEY)).exists();
    }

    @Test
    void an_agreement_that_does_not_answer_ends_the_start_with_a_reason() {
        var machine = new Machine(time, 1, 0);
        machine.cut(true);
        var key = SecretsKey.read(first, "", new SecureRandom());
        assertThatThrownBy(() -> Agreed.open(
                        model.connect(machine),
                        "a",
                        first,
                        key,
                        new Random(1),
                        new ModelNode.VirtualPatience(time),
                        machine))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContainingAll("in vain", "cluster.etcd");
        assertThat(time.now()).isBetween(60 * ModelNode.SECOND, 120 * ModelNode.SECOND);
    }

    @Test
    void only_one_node_is_the_first_and_it_stays_so() throws IOException {
        ModelNode a = node("a", first);
        Files.copy(first.resolve(KEY), second.resolve(KEY));
        ModelNode b = node("b", second);
        assertThat(b.agreed.isOurs("first-account")).isTrue();
        assertThat(a.agreed.isOurs("first-account")).isFalse();
        assertThat(b.agreed.isOurs("first-account")).isTrue();
    }
}
