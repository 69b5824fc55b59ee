package io.hongyan.broker.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every store promises for retained messages that several nodes may share: they come with their virtual shards.
public abstract class RetainedByVShardContract {
    private static final Topic TOPIC = Topic.of("r/1");
    private static final int VSHARD = VShard.of(TOPIC.utf8());

    private Store store;
    private OpenStore run;

    /// The same content each time; the one before is closed.
    protected abstract Store open();

    @BeforeEach
    void start() {
        store = open();
        run = new OpenStore(store);
    }

    @AfterEach
    void stop() {
        run.close();
    }

    private List<String> acquired(int vshard) {
        List<String> found = new ArrayList<>();
        CompletableFuture<Void> opened = new CompletableFuture<>();
        run.shard.acquire(vshard, new ShardStore.Acquisition() {
            @Override
            public void page(List<RecoveredSession> sessions) {}

            @Override
            public void retained(List<RecoveredRetained> messages) {
                messages.forEach(each -> found.add(each.instance() + " "
                        + each.message().topic() + "="
                        + new String(each.message().payload(), UTF_8)));
            }

            @Override
            public void opened() {
                opened.complete(null);
            }
        });
        opened.join();
        return found;
    }

    private void release(int vshard) {
        run.shard.release(vshard);
        run.durable().join();
    }

    @Test
    void they_come_with_the_virtual_shard_of_their_topic_and_not_at_the_start() {
        run.shard.retain("i", OpenStore.message("r/1", "m"));
        run.shard.retain("i2", OpenStore.message("r/1", "n"));
        run.shard.retain("i", OpenStore.message("r/2", "elsewhere"));
        run.durable().join();
        release(VSHARD);
        assertThat(acquired(VSHARD)).containsExactlyInAnyOrder("i r/1=m", "i2 r/1=n");
        store.retained((instance, message) -> assertThat(message).isNull());
    }

    @Test
    void who_takes_a_virtual_shard_over_has_what_was_written_before_it_was_given_up() {
        for (int i = 0; i < 10; i++) {
            run.shard.retain("i", OpenStore.message("r/1", "m" + i));
            run.shard.release(VSHARD);
            run.durable().join();
            assertThat(acquired(VSHARD)).containsExactly("i r/1=m" + i);
        }
        run.shard.removeRetained("i", TOPIC);
        release(VSHARD);
        assertThat(acquired(VSHARD)).isEmpty();
    }

    @Test
    void what_a_deleted_instance_had_does_not_come_with_a_virtual_shard_that_was_given_up_before() {
        run.shard.retain("i", OpenStore.message("r/1", "old"));
        run.shard.retain("j", OpenStore.message("r/1", "stays"));
        release(VSHARD);
        store.dropInstance("i").join();
        assertThat(acquired(VSHARD)).containsExactly("j r/1=stays");
        run.shard.retain("i", OpenStore.message("r/1", "new"));
        release(VSHARD);
        assertThat(acquired(VSHARD)).containsExactlyInAnyOrder("i r/1=new", "j r/1=stays");
    }

    @Test
    void many_of_one_virtual_shard_come_in_pages() {
        List<String> topics = new ArrayList<>();
        for (int i = 0; topics.size() < 600; i++) {
            String topic = "many/" + i;
            if (VShard.of(topic.getBytes(UTF_8)) == VSHARD) {
                topics.add(topic);
                run.shard.retain("i", OpenStore.message(topic, "m"));
            }
        }
        release(VSHARD);
        assertThat(acquired(VSHARD))
                .containsExactlyInAnyOrderElementsOf(
                        topics.stream().map(topic -> "i " + topic + "=m").toList());
    }
}
