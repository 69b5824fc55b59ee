package io.hongyan.cli.bench;

import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `hongyan bench`: load on a server, with the letters of emqtt-bench.
@Command(
        name = "bench",
        description = "Put load on a server and measure it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan bench conn -c 10000 -R 500 --duration 60",
            "  hongyan bench sub -c 100 -t 'bench/%%i' -q 1 --duration 30 --json",
            "  hongyan bench pub -c 100 -t 'bench/%%i' -q 1 -I 100 -s 64 --warmup 5 --duration 30 --json",
            "",
            "Messages are sent at their planned times, answered or not, and latencies count from the plan: a server",
            "that stalls is seen. Start 'bench sub' first; it measures from the time that 'bench pub' planned."
        })
public final class BenchCommand extends CommandGroup {
    private BenchCommand() {}

    /// The command with all that is below it.
    public static CommandLine commands(Terminal terminal) {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new BenchConn(terminal))
                .addSubcommand(new BenchPub(terminal))
                .addSubcommand(new BenchSub(terminal));
    }
}
