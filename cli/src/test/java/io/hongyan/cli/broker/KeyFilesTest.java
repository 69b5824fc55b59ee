package io.hongyan.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import io.hongyan.server.tls.SelfSigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a file that cannot be used is named, and nobody is sent to look at host and port.
final class KeyFilesTest {
    @Test
    void a_key_that_cannot_be_used_is_a_wrong_option(@TempDir Path folder) throws IOException {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        for (Path each : new Path[] {one, two}) {
            SelfSigned.makeIfMissing(Files.createDirectory(each), new SecureRandom(), Instant.now());
        }
        Path bad = Files.writeString(folder.resolve("bad"), "nonsense");
        for (String options : new String[] {
            "--cert " + SelfSigned.certificate(one) + " --key " + bad,
            "--cert " + SelfSigned.certificate(one) + " --key " + SelfSigned.key(two),
            "--cafile " + bad
        }) {
            RecordedTerminal terminal = new RecordedTerminal();
            assertThat(Pair.run(terminal, "pub --tls -h 127.0.0.1 -p 1 -t a -m x " + options))
                    .as(terminal.err())
                    .isEqualTo(Exit.USAGE);
            assertThat(terminal.err())
                    .containsPattern("^Error: --(cafile|key): (there is no|the key ).*" + folder)
                    .doesNotContain("-h", "cannot connect");
        }
    }
}
