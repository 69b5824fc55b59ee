package io.hongyan.cli.bench;

import io.hongyan.cli.option.Candidates;
import io.hongyan.cli.option.ServerOptions;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What all kinds of load share: the server, the clients, and for how long.
final class BenchOptions {
    @Mixin
    ServerOptions server = new ServerOptions();

    @Option(names = "-S", description = "The same as --tls.")
    boolean secure;

    @Option(
            names = {"-c", "--count"},
            paramLabel = "N",
            defaultValue = "200",
            description = "Number of clients (default: 200).")
    int count = 200;

    @Option(
            names = {"-R", "--connrate"},
            paramLabel = "N",
            description = "Connections a second; wins over -i.")
    @Nullable
    Double connectRate;

    @Option(
            names = {"-i", "--interval"},
            paramLabel = "MS",
            defaultValue = "10",
            description = "Milliseconds between two connects (default: 10).")
    double connectInterval = 10;

    @Option(
            names = {"-n", "--startnumber"},
            paramLabel = "N",
            defaultValue = "0",
            description = "Number of the first client, for %%i (default: 0).")
    int startNumber;

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            description = "Client ids are this text and a number (default: bench_, random digits and _).")
    @Nullable
    String prefix;

    @Option(names = "--group", paramLabel = "GROUP", description = "Client ids are GROUP@@@, the prefix, a number.")
    @Nullable
    String group;

    @Option(
            names = {"-k", "--keepalive"},
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "Keep-alive, 0 (off) to 65535 (default: 300).")
    int keepAlive = 300;

    @Option(
            names = {"-C", "--clean"},
            paramLabel = "BOOL",
            completionCandidates = Candidates.Booleans.class,
            defaultValue = "true",
            description = "Clean session or clean start (default: true).")
    String clean = "true";

    @Option(
            names = {"-x", "--session-expiry"},
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "5.0: session expiry interval (default: 0).")
    long sessionExpiry;

    @Option(names = "--loops", paramLabel = "N", defaultValue = "1", description = "Network threads (default: 1).")
    int loops = 1;

    @Option(names = "--warmup", paramLabel = "SECONDS", defaultValue = "0", description = "Not measured (default: 0).")
    double warmup;

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            description = "Measured time after the warm-up (default: until Ctrl-C or -L).")
    @Nullable
    Double duration;

    @Option(names = "--json", description = "Print the result as a JSON object on one line.")
    boolean json;

    @Option(names = "--quiet", description = "No progress on standard error.")
    boolean quiet;

    /// @throws Failure naming a value that is out of range
    void check() {
        if (secure) {
            server.tls().want();
        }
        require(count >= 1 && count <= 1_000_000, "-c is 1 to 1000000 clients, not " + count);
        require(connectRate == null || connectRate > 0, "-R is more than 0 connections a second, not " + connectRate);
        require(connectInterval >= 0, "-i is 0 milliseconds or more, not " + connectInterval);
        require(startNumber >= 0, "-n is 0 or more, not " + startNumber);
        require(keepAlive >= 0 && keepAlive <= 0xffff, "-k is 0 to 65535 seconds, not " + keepAlive);
        require(clean.matches("true|false"), "-C is true or false, not '" + clean + "'");
        require(sessionExpiry >= 0 && sessionExpiry <= 0xffff_ffffL, "-x is 0 to 4294967295, not " + sessionExpiry);
        require(sessionExpiry == 0 || server.version().isV5(), "-x is of MQTT 5.0: leave out -V");
        require(loops >= 1 && loops <= 64, "--loops is 1 to 64, not " + loops);
        require(warmup >= 0, "--warmup is 0 seconds or more, not " + warmup);
        require(duration == null || duration > 0, "--duration is more than 0 seconds, not " + duration);
    }

    static void require(boolean holds, String message) {
        if (!holds) {
            throw Failure.usage(message);
        }
    }

    /// The clients that the options describe.
    List<ClientIdentity> identities(Terminal terminal) {
        String own = prefix != null
                ? prefix
                : String.format(Locale.ROOT, "bench_%06x_", terminal.random().nextInt(1 << 24));
        String stem = group == null ? own : group + "@@@" + own;
        List<ClientIdentity> identities = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int number = startNumber + i;
            String clientId = stem + number;
            identities.add(new ClientIdentity(number, clientId, server.login(clientId, terminal)));
        }
        return identities;
    }

    /// The time between two connects.
    double connectPeriodNanos() {
        return connectRate != null ? 1e9 / connectRate : connectInterval * 1e6;
    }

    Duration warmup() {
        return Duration.ofNanos((long) (warmup * 1e9));
    }

    /// The measured time; practically for ever when none was given.
    Duration duration() {
        return duration == null ? Duration.ofDays(3650) : Duration.ofNanos((long) (duration * 1e9));
    }
}
