package io.hongyan.cli.bench;

import io.hongyan.cli.terminal.Terminal;
import io.hongyan.client.message.Delivery;
import io.hongyan.codec.ReasonCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `hongyan bench conn`.
@Command(
        name = "conn",
        description = "Connect many clients and keep them connected; measures from the plan to CONNACK.",
        footerHeading = "%nExamples:%n",
        footer = "  hongyan bench conn -c 10000 -R 500 --duration 60")
final class BenchConn implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    BenchOptions options = new BenchOptions();

    BenchConn(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        options.check();
        try (BenchRun run = new BenchRun("conn", options, terminal)) {
            LoadGenerator generator = run.connect(options.identities(terminal), List.of(), 1, new Silent(), true);
            run.hold();
            return run.report("connects", generator);
        }
    }

    /// Nothing is published here.
    private static final class Silent implements LoadGenerator.Listener {
        @Override
        public void received(Delivery message) {}

        @Override
        public void done(long plannedNanos, ReasonCode reason) {}
    }
}
