package io.hongyan.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cluster.model.AgreementModel;
import io.hongyan.cluster.model.Machine;
import io.hongyan.cluster.model.ModelConnection;
import io.hongyan.cluster.model.VirtualTime;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ClusterRecordTest {
    private final VirtualTime time = new VirtualTime();
    private final ModelConnection agreement =
            new AgreementModel(time, new SplittableRandom(1)).connect(new Machine(time, 1, 0));

    private <T> T await(CompletableFuture<T> answer) {
        assertThat(time.passUntil(answer::isDone, 1_000_000_000)).isTrue();
        return answer.join();
    }

    @Test
    void a_cluster_is_set_up_once() {
        assertThat(await(ClusterRecord.read(agreement))).isNull();
        var first = new ClusterRecord("one", 1, 4096);
        assertThat(await(ClusterRecord.init(agreement, first))).isEqualTo(first);
        assertThat(await(ClusterRecord.init(agreement, new ClusterRecord("two", 1, 4096))))
                .isEqualTo(first);
        assertThat(await(ClusterRecord.read(agreement))).isEqualTo(first);
    }

    @Test
    void a_node_of_the_same_cluster_or_of_none_may_join() {
        var cluster = new ClusterRecord("one", 1, 4096);
        assertThat(cluster.refusal("one", 4096)).isNull();
        assertThat(cluster.refusal(null, 4096)).isNull();
    }

    @Test
    void a_node_of_another_cluster_or_of_an_older_program_is_refused() {
        assertThat(new ClusterRecord("one", 1, 4096).refusal("two", 4096))
                .isEqualTo("the data folder belongs to the cluster two, and this is the cluster one: use the endpoints"
                        + " and the name of its own cluster, or an empty data folder");
        assertThat(new ClusterRecord("one", ClusterRecord.FORMAT + 1, 4096).refusal("one", 4096))
                .startsWith("the cluster has format ");
        assertThat(new ClusterRecord("one", 1, 8192).refusal("one", 4096))
                .isEqualTo("the cluster has 8192 virtual shards, this program 4096");
    }
}
