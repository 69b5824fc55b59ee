package io.hongyan.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.HongyanRun;
import io.hongyan.cli.terminal.RecordedTerminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/// Somebody who publishes and somebody who listens, each at a terminal.
record Pair(RecordedTerminal publisher, RecordedTerminal subscriber) {
    Pair() {
        this(new RecordedTerminal(), new RecordedTerminal());
    }

    static int run(RecordedTerminal terminal, String line, String... more) {
        List<String> words = new ArrayList<>(List.of(line.split(" +")));
        words.addAll(List.of(more));
        return HongyanRun.execute(terminal.terminal(), words.toArray(String[]::new));
    }

    int publish(String options, String... more) {
        return run(publisher, "pub " + options, more);
    }

    /// Starts `sub`, and returns when the server has granted the subscription.
    CompletableFuture<Integer> subscribe(String options) {
        return subscribe(subscriber, options);
    }

    static CompletableFuture<Integer> subscribe(RecordedTerminal terminal, String options) {
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> run(terminal, "sub -d -W 60 " + options));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> code.isDone() || terminal.err().contains("received SUBACK"));
        assertThat(code).as(terminal.err()).isNotDone();
        return code;
    }
}
