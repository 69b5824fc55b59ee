package io.hongyan.cloud.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.auth.Signature;
import io.hongyan.broker.auth.Decision;
import io.hongyan.cloud.FakeClient;
import io.hongyan.cloud.Stage;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.codec.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ChangesUnderLoadTest {
    private static final int CHANGES = 2_000;
    private static final int READERS = 3;

    private final Stage stage = new Stage();

    /// Odd while a change is on its way; else everything is allowed at 0, 4, 8 ... and refused at 2, 6, 10 ...
    private final AtomicInteger phase = new AtomicInteger();

    @Test
    void a_publish_after_a_change_of_topics_obeys_it() throws Exception {
        Topic topic = Topic.of("TopicA/x");
        List<BooleanSupplier> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            FakeClient client = stage.device("GID_Test@@@" + i);
            readers.add(() -> client.publish(topic, new byte[0]) instanceof Decision.Allow);
        }
        run(
                readers,
                () -> stage.metadata.deleteTopic(Stage.INSTANCE, "TopicA"),
                () -> stage.metadata.createTopic(Stage.INSTANCE, "TopicA", ""));
    }

    @Test
    void a_publish_after_a_change_of_keys_obeys_it() throws Exception {
        Topic topic = Topic.of("TopicA/x");
        List<BooleanSupplier> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            FakeClient client = stage.device("GID_Test@@@" + i);
            readers.add(() -> client.publish(topic, new byte[0]) instanceof Decision.Allow);
        }
        run(readers, () -> key(false), () -> key(true));
    }

    @Test
    void a_login_after_a_change_of_groups_obeys_it() throws Exception {
        String password = Signature.of("XXXXX", Stage.DEVICE);
        List<BooleanSupplier> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            readers.add(() -> Stage.reason(stage.connect(Stage.DEVICE, Stage.SIGNATURE, password)) == null);
        }
        run(
                readers,
                () -> stage.metadata.deleteGroup(Stage.INSTANCE, "GID_Test"),
                () -> stage.metadata.createGroup(Stage.INSTANCE, "GID_Test"));
    }

    @Test
    void changes_by_many_at_once_are_all_kept() throws Exception {
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            String prefix = "GID_w" + w + "-";
            writers.add(() -> {
                for (int i = 0; i < 100; i++) {
                    stage.metadata.createGroup(Stage.INSTANCE, prefix + i);
                }
                return 0;
            });
        }
        all(writers);
        assertThat(stage.metadata
                        .snapshot()
                        .instance(Stage.INSTANCE)
                        .orElseThrow()
                        .groups())
                .hasSize(401);
    }

    private void key(boolean enabled) {
        stage.metadata.changeAccessKey(new AccessKey("YYYYY", "XXXXX", enabled, List.of()));
    }

    private void run(List<BooleanSupplier> readers, Runnable forbid, Runnable allow) throws Exception {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (BooleanSupplier reader : readers) {
            tasks.add(() -> read(reader));
        }
        tasks.add(() -> {
            for (int i = 0; i < CHANGES; i++) {
                phase.incrementAndGet();
                (i % 2 == 0 ? forbid : allow).run();
                phase.incrementAndGet();
            }
            return 1;
        });
        assertThat(all(tasks)).allMatch(checked -> checked > 0);
    }

    /// Asks until the last change is done.
    ///
    /// @return how many answers fell between two changes, and so were certain
    private int read(BooleanSupplier question) {
        int certain = 0;
        int before;
        do {
            before = phase.get();
            boolean answer = question.getAsBoolean();
            if (before % 2 == 0 && before == phase.get()) {
                assertThat(answer).isEqualTo(before % 4 == 0);
                certain++;
            }
        } while (before < 2 * CHANGES);
        return certain;
    }

    private static List<Integer> all(List<Callable<Integer>> tasks) throws Exception {
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            for (Future<Integer> done : threads.invokeAll(tasks)) {
                answers.add(done.get());
            }
        }
        return answers;
    }
}
