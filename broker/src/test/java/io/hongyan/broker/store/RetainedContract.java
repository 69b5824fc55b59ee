package io.hongyan.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.message.Message;
import io.hongyan.codec.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every store that outlives a broker promises for retained messages.
public abstract class RetainedContract {
    private OpenStore run;

    /// The same content each time; the one before is closed.
    protected abstract Store open();

    @BeforeEach
    void start() {
        run = new OpenStore(open());
    }

    @AfterEach
    void stop() {
        run.close();
    }

    private void again() {
        run.durable().join();
        stop();
        start();
    }

    @Test
    void retained_messages_are_kept_per_instance_until_they_are_forgotten() {
        run.shard.retain("one", OpenStore.message("r/1", "first"));
        run.shard.retain("one", OpenStore.message("r/1", "second"));
        run.shard.retain("two", OpenStore.message("r/1", "elsewhere"));
        run.shard.retain("two", OpenStore.message("r/2", "gone"));
        run.shard.removeRetained("two", Topic.of("r/2"));
        run.shard.removeRetained("three", Topic.of("r/2"));
        again();
        assertThat(run.retained).hasSize(2).containsEntry("one r/1", "second").containsEntry("two r/1", "elsewhere");
    }

    @Test
    void of_a_topic_that_changes_the_store_keeps_what_is_there_when_it_writes() {
        Topic topic = Topic.of("r/1");
        AtomicReference<@Nullable Message> present = new AtomicReference<>();
        RetainedTopic changing = new RetainedTopic(topic) {
            @Override
            public String instance() {
                return "one";
            }

            @Override
            protected @Nullable Message present() {
                return present.get();
            }
        };
        for (String text : List.of("first", "second", "third")) {
            present.set(OpenStore.message("r/1", text));
            run.shard.retain(changing);
        }
        run.durable().join();
        present.set(OpenStore.message("r/1", "last"));
        run.shard.retain(changing);
        again();
        assertThat(run.retained).containsExactly(Map.entry("one r/1", "last"));
        present.set(null);
        run.shard.retain(changing);
        again();
        assertThat(run.retained).isEmpty();
    }
}
