package io.hongyan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.cli.admin.AdminCommand;
import io.hongyan.cli.admin.TokenCommand;
import io.hongyan.cli.admin.UserCommand;
import io.hongyan.cli.bench.BenchCommand;
import io.hongyan.cli.mosquitto.ImportCommand;
import io.hongyan.cli.pubsub.PubCommand;
import io.hongyan.cli.pubsub.RrCommand;
import io.hongyan.cli.pubsub.SubCommand;
import io.hongyan.cli.sign.SignCommand;
import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.server.command.CheckConfigCommand;
import io.hongyan.server.command.ClusterCommand;
import io.hongyan.server.command.CredentialsCommand;
import io.hongyan.server.command.PrintConfigCommand;
import io.hongyan.server.command.ServeCommand;
import io.hongyan.server.command.StoreCommand;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The program `hongyan`: one command for the service and for those who use it.
@Command(
        name = "hongyan",
        versionProvider = VersionText.class,
        description = "A self-hosted MQTT messaging platform: the service, and the tools for it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan serve --data data                               # start the service",
            "  hongyan sub --data data -t 'TopicDefault/#' -v          # print messages; in another terminal",
            "  hongyan pub --data data -t TopicDefault/kitchen -m 21.5 # send one",
            "",
            "TopicDefault is a topic of the first start.",
            "'hongyan COMMAND --help', or 'hongyan help COMMAND', tells all about a command."
        })
public final class Hongyan extends CommandGroup {
    /// It tells about all others.
    private static final String COMPLETION = "completion";
    /// Commands that only have others below them.
    private static final Set<String> GROUPS = Set.of("admin", "bench", "cluster", "store", "token", "user");

    private Hongyan() {}

    public static void main(String[] args) {
        System.exit(run(Terminal.system(), Arguments.decoded(args)));
    }

    /// Runs a command line.
    static int run(Terminal terminal, String... typed) {
        String[] words = asOptions(typed);
        Map<String, Supplier<Object>> parts = parts(terminal);
        boolean all = words.length == 0 || words[0].equals(COMPLETION) || !parts.containsKey(words[0]);
        if (!all) {
            parts.keySet().retainAll(List.of(words[0])); // making the others takes longer than most commands
        }
        return commands(terminal, parts).execute(words);
    }

    /// All commands with their options, for those who describe them.
    public static CommandLine commands(Terminal terminal) {
        return commands(terminal, parts(terminal));
    }

    /// Wired by hand, and made only if needed.
    private static Map<String, Supplier<Object>> parts(Terminal terminal) {
        Map<String, Supplier<Object>> parts = new LinkedHashMap<>();
        parts.put("serve", ServeCommand::new);
        parts.put("check-config", CheckConfigCommand::new);
        parts.put("print-config", PrintConfigCommand::new);
        parts.put("credentials", CredentialsCommand::new);
        parts.put("store", StoreCommand::new);
        parts.put("cluster", ClusterCommand::new);
        parts.put("import", () -> new ImportCommand(terminal));
        parts.put("pub", () -> new PubCommand(terminal));
        parts.put("sub", () -> new SubCommand(terminal));
        parts.put("rr", () -> new RrCommand(terminal));
        parts.put("sign", () -> SignCommand.commands(terminal));
        parts.put("admin", () -> AdminCommand.commands(terminal));
        parts.put("token", () -> new TokenCommand(terminal));
        parts.put("user", () -> new UserCommand(terminal));
        parts.put("bench", () -> BenchCommand.commands(terminal));
        parts.put(COMPLETION, () -> new CompletionCommand(terminal, CommandSpec.create()));
        return parts;
    }

    private static CommandLine commands(Terminal terminal, Map<String, Supplier<Object>> parts) {
        CommandLine commands = new CommandLine(new Hongyan());
        parts.forEach((name, command) -> commands.addSubcommand(name, command.get()));
        addHelp(commands);
        PrintWriter err = new PrintWriter(terminal.err(), true, UTF_8);
        commands.setErr(err);
        commands.setOut(new PrintWriter(terminal.out(), true, UTF_8));
        commands.setExpandAtFiles(false); // a value may begin with '@'
        commands.setUsageHelpWidth(110);
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setParameterExceptionHandler((fault, args) -> wrongUse(terminal, fault, args, err));
        commands.setExecutionExceptionHandler((fault, command, result) ->
                failed(fault, new TypedOptions(command.getCommandSpec(), result.originalArgs()), err));
        return commands;
    }

    /// `--help` and `--version` everywhere, with the same words, and `-h` and `-V` where they mean nothing else; a
    /// mixin would need a class for what is a few lines.
    private static void addHelp(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        spec.usageMessage().abbreviateSynopsis(true);
        if (spec.mixinStandardHelpOptions()) {
            spec.resourceBundle(HelpWords.BUNDLE);
        } else {
            spec.addOption(CommandLine.Model.OptionSpec.builder(names(spec, "-h", "--help"))
                    .usageHelp(true)
                    .description(HelpWords.HELP)
                    .build());
            spec.addOption(CommandLine.Model.OptionSpec.builder(names(spec, "-V", "--version"))
                    .versionHelp(true)
                    .description(HelpWords.VERSION)
                    .build());
        }
        spec.versionProvider(new VersionText());
        command.getSubcommands().values().forEach(Hongyan::addHelp);
    }

    private static String[] names(CommandSpec spec, String brief, String name) {
        return spec.optionsMap().containsKey(brief) ? new String[] {name} : new String[] {brief, name};
    }

    /// The words with options in the place of `help` and `version`, which people try first.
    private static String[] asOptions(String[] words) {
        List<String> all = new ArrayList<>(List.of(words));
        int place = all.indexOf("help");
        if (place == 0 || (place == 1 && GROUPS.contains(words[0]))) {
            all.remove(place);
            all.add("--help");
        } else if (words.length == 1 && words[0].equals("version")) {
            all.set(0, "--version");
        }
        return all.toArray(String[]::new);
    }

    private static int wrongUse(Terminal terminal, ParameterException fault, String[] args, PrintWriter err) {
        CommandLine command = fault.getCommandLine();
        TypedOptions typed = new TypedOptions(command.getCommandSpec(), List.of(args));
        err.println("Error: " + typed.named(message(fault)));
        String allowed = typed.allowed(fault);
        if (allowed != null) {
            err.println(allowed);
        }
        List<String> meant = fault instanceof UnmatchedArgumentException unmatched
                ? Meant.by(commands(terminal), unmatched)
                : List.of();
        err.println(
                meant.isEmpty()
                        ? "'" + command.getCommandSpec().qualifiedName() + " --help' shows the options and examples."
                        : "Did you mean: " + String.join(" or ", meant) + "?");
        return Exit.USAGE;
    }

    /// What picocli says, in words for people.
    private static String message(ParameterException fault) {
        if (fault instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            List<String> words = unmatched.getUnmatched();
            return words.getFirst().startsWith("-")
                    ? "unknown option: '" + words.getFirst() + "'"
                    : "unexpected: '" + String.join("', '", words) + "'";
        }
        return String.valueOf(fault.getMessage())
                .replaceFirst(" is not an? (int|long)$", " is no whole number")
                .replaceFirst(" is not a double$", " is no number");
    }

    private static int failed(Exception fault, TypedOptions typed, PrintWriter err) throws Exception {
        if (!(fault instanceof Failure failure)) {
            throw fault;
        }
        if (failure.exitCode() != Exit.BROKEN_PIPE) {
            boolean ofOptions = failure.exitCode() == Exit.USAGE;
            err.println("Error: " + (ofOptions ? typed.named(failure.text()) : failure.text()));
        }
        return failure.exitCode();
    }
}
