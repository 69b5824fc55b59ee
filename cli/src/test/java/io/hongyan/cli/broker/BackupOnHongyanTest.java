package io.hongyan.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.terminal.RecordedTerminal;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a copy that was made of a running service becomes a service again, with all that was acknowledged before.
final class BackupOnHongyanTest {
    private static final String OPEN = "profile=open";

    @Test
    void a_copy_of_a_running_service_holds_what_was_acknowledged_before(@TempDir Path folder) throws IOException {
        RecordedTerminal terminal = new RecordedTerminal();
        Path copy = folder.resolve("copy");
        try (RunningServer server = RunningServer.start(folder, OPEN, "auth.allowAnonymous=true")) {
            String to = " -h 127.0.0.1 -p " + server.port("tcp");
            run(terminal, "sub -E -c -i absent -q 1 -t a/#" + to);
            run(terminal, "pub -q 1 -t a/b -m waiting" + to);
            run(terminal, "pub -q 1 -r -t r/b -m retained" + to);
            run(terminal, "admin backup " + copy + " --data " + server.data());
            assertThat(Pair.run(terminal, "admin backup " + copy + " --data " + server.data()))
                    .isNotZero();
            assertThat(terminal.err()).contains(copy + " exists");
            run(terminal, "pub -q 1 -t a/b -m later" + to);
        }
        Path other = folder.resolve("other");
        run(terminal, "store check --data " + copy);
        run(terminal, "store restore " + copy + " --data " + other.resolve("data"));
        assertThat(Pair.run(terminal, "store restore " + copy + " --data " + other.resolve("data")))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("is not empty");
        RecordedTerminal heard = new RecordedTerminal();
        try (RunningServer server = RunningServer.start(other, OPEN, "auth.allowAnonymous=true")) {
            String to = " -h 127.0.0.1 -p " + server.port("tcp");
            run(heard, "sub -c -i absent -q 1 -C 1 -t a/#" + to);
            run(heard, "sub -C 1 -t r/#" + to);
            run(heard, "pub -q 1 -t a/b -m new" + to);
            run(heard, "sub -c -i absent -q 1 -C 1 -t a/#" + to);
        }
        assertThat(heard.out()).isEqualTo("waiting\nretained\nnew\n");
    }

    private static void run(RecordedTerminal terminal, String command) {
        assertThat(Pair.run(terminal, command)).as(terminal.err()).isZero();
    }
}
