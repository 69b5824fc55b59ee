package io.hongyan.cli;

import io.hongyan.cli.option.Candidates;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hongyan completion`: a script that teaches the shell the commands and their options.
@Command(
        name = "completion",
        description = "Print a completion script for bash or zsh.",
        footerHeading = "%nExamples:%n",
        footer = {"  source <(hongyan completion bash)", "  hongyan completion bash > /etc/bash_completion.d/hongyan"})
final class CompletionCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    CommandSpec spec;

    @Parameters(
            paramLabel = "SHELL",
            completionCandidates = Candidates.Shells.class,
            description = "bash or zsh; both take the same script.")
    String shell = "";

    CompletionCommand(Terminal terminal, CommandSpec unresolved) {
        this.terminal = terminal;
        this.spec = unresolved;
    }

    @Override
    public Integer call() {
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw Failure.usage("'" + shell + "' is no shell with a completion script; write bash or zsh");
        }
        terminal.printLine(AutoComplete.bash("hongyan", spec.root().commandLine()));
        return Exit.OK;
    }
}
