package io.hongyan.packaging;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A machine to install on: this one, with all that changes kept in memory and thrown away at the end (a file system
/// laid over the root, in namespaces of its own, with a network of its own that reaches nothing). The service manager
/// of this machine is out of reach from there.
final class Machine implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Commands COMMANDS =
            new Commands(Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND", "noninteractive"));

    private static final String LAY = """
            set -e
            ip link set lo up
            mount -t tmpfs none "$1"
            mkdir "$1/upper" "$1/work" "$1/whole"
            mount -t overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" none "$1/whole"
            mount -t proc none "$1/whole/proc"
            mount --rbind /dev "$1/whole/dev"
            mount -t tmpfs none "$1/whole/run"
            mount -t tmpfs none "$1/whole/tmp"
            mkdir "$1/whole/tmp/host"
            mount --bind "$2" "$1/whole/tmp/host"
            chmod 1777 "$1/whole/tmp"
            echo laid
            tail -f /dev/null &  # and bash collects what ends here
            wait
            """;

    /// Starts a service without any rights, and waits until it is ready.
    private static final String START = """
            cd /
            setpriv --reuid "$user" --regid "$user" --clear-groups --no-new-privs --bounding-set -all \\
                env -i PATH=/usr/bin:/bin "$@" >/tmp/service.txt 2>&1 & echo $! >/tmp/service.pid
            for i in $(seq 1200); do
                grep -q 'is ready' /tmp/service.txt && exit 0
                kill -0 "$(cat /tmp/service.pid)" || break
                sleep 0.1
            done
            cat /tmp/service.txt
            exit 1
            """;
    private static final String STOP = """
            pid=$(cat /tmp/service.pid)
            kill $pid
            for i in $(seq 600); do kill -0 $pid 2>/dev/null || exit 0; sleep 0.1; done
            exit 1
            """;

    private final Path folder;
    private final Path root;
    private final Process holder;
    private final long inside;

    private Machine(Path folder, Process holder, long inside) {
        this.folder = folder;
        this.root = folder.resolve("whole");
        this.holder = holder;
        this.inside = inside;
    }

    /// Makes one. Where the rights for it are missing, the test is skipped.
    ///
    /// @param shared a folder of this machine that the other one sees as `/tmp/host`
    static Machine create(Path shared) throws IOException {
        Path folder = Files.createTempDirectory("hongyan-machine");
        Path output = Files.createTempFile("hongyan-machine", ".txt");
        List<String> words = List.of(
                "unshare",
                "--mount",
                "--net",
                "--pid",
                "--fork",
                "--kill-child",
                "bash",
                "-c",
                LAY,
                "bash",
                folder.toString(),
                shared.toString());
        Process holder = COMMANDS.start(output, words);
        await().atMost(PATIENCE).until(() -> Files.readString(output).contains("laid") || !holder.isAlive());
        String said = Files.readString(output);
        Files.delete(output);
        if (!said.contains("laid")) {
            Files.delete(folder);
        }
        assumeTrue(said.contains("laid"), () -> "needs root, and the right to mount file systems: " + said.strip());
        return new Machine(
                folder, holder, holder.children().findFirst().orElseThrow().pid());
    }

    /// Runs a shell script as root.
    Commands.Run run(String script) throws IOException, InterruptedException {
        return COMMANDS.run(enter(List.of("bash", "-c", script)));
    }

    /// Starts a service as its manager would, and waits until it is ready.
    ///
    /// @param user name or number of the user, and of the user's group
    /// @param command with words for the environment (`NAME=VALUE`) before it
    void start(String user, String command) throws IOException, InterruptedException {
        run("user=" + user + "; set -- " + command + "\n" + START).checked();
    }

    /// Ends what "start" has started.
    void stop() throws IOException, InterruptedException {
        run(STOP).checked();
    }

    private List<String> enter(List<String> words) {
        List<String> all =
                new ArrayList<>(List.of("nsenter", "--target", Long.toString(inside), "--mount", "--net", "--pid"));
        all.addAll(List.of("chroot", root.toString()));
        all.addAll(words);
        return all;
    }

    @Override
    public void close() throws IOException {
        holder.descendants().forEach(ProcessHandle::destroyForcibly);
        await().atMost(PATIENCE).until(() -> !holder.isAlive());
        Files.delete(folder);
    }
}
