package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `hongyan admin`: manages a running service.
@Command(
        name = "admin",
        description = "Manage a running service: instances, keys, credentials of devices, custom authentication,"
                + " certificates, groups, topics, users, clients, rules, queues, connections of AMQP, alarms,"
                + " accounts of the console.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan admin status",
            "  hongyan admin backup /backup/hongyan-monday",
            "  hongyan admin instance create mqtt-factory",
            "  hongyan admin key create --instance mqtt-factory",
            "  hongyan admin group create GID_robots --instance mqtt-factory",
            "  hongyan admin topic create lines --instance mqtt-factory",
            "  hongyan admin user create alice --instance mqtt-house < password.txt",
            "  hongyan admin client disconnect GID_robots@@@7 --instance mqtt-factory",
            "  hongyan admin trace --client GID_robots@@@7 --for 5m",
            "  hongyan admin rocketmq create main --address 10.0.0.5:9876",
            "  hongyan admin rule create lines-out --kind outbound --resource lines --connection main --topic LINES",
            "  hongyan admin key list --data /var/lib/hongyan --json",
            "",
            "Without --instance the one that the first start made is meant. Exit codes: 0 done, 1 wrong options,",
            "14 no service, 20 the service refused."
        })
public final class AdminCommand extends CommandGroup {
    private final Terminal terminal;

    private AdminCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// The command with all that is below it.
    public static CommandLine commands(Terminal terminal) {
        return new CommandLine(new AdminCommand(terminal))
                .addSubcommand(new InstanceCommand(terminal))
                .addSubcommand(new KeyCommand(terminal))
                .addSubcommand(new CredentialCommand(terminal))
                .addSubcommand(new IdentityCommand(terminal))
                .addSubcommand(new PermissionCommand(terminal))
                .addSubcommand(new CaCommand(terminal))
                .addSubcommand(new CertificateCommand(terminal))
                .addSubcommand(NameCommand.of("group", "groups", "Group IDs of an instance.", terminal))
                .addSubcommand(NameCommand.of("topic", "topics", "Parent topics of an instance.", terminal))
                .addSubcommand(users(terminal))
                .addSubcommand(new ClientCommand(terminal))
                .addSubcommand(new RetainedCommand(terminal))
                .addSubcommand(new TraceCommand(terminal))
                .addSubcommand(new HistoryCommand(terminal))
                .addSubcommand(AlarmCommand.of(terminal))
                .addSubcommand(new AccountCommand(terminal))
                .addSubcommand(new RuleCommand(terminal))
                .addSubcommand(new RocketMqCommand(terminal))
                .addSubcommand(new QueueCommand(terminal))
                .addSubcommand(new AmqpCommand(terminal));
    }

    /// Users are more than a name when they are created.
    private static CommandLine users(Terminal terminal) {
        CommandLine users = NameCommand.of("user", "users", "Users of an instance with profile open.", terminal);
        users.getCommandSpec().removeSubcommand("create");
        return users.addSubcommand(new UserCreateCommand(terminal));
    }

    @Command(name = "status", description = "Show what the service is doing.")
    int status(@Mixin AdminOptions options) {
        AdminOutput.fields(terminal, options, options.client(terminal).get("status"), "");
        return Exit.OK;
    }

    @Command(name = "reload-tls", description = "Read the certificates of the TLS listeners again.")
    int reloadTls(@Mixin AdminOptions options) {
        AdminOutput.fields(terminal, options, options.client(terminal).post(Map.of(), "reload-tls"), "");
        return Exit.OK;
    }

    @Command(
            name = "reload",
            description = "Read the configuration, certificates, users and rights again, as SIGHUP does; names the keys"
                    + " that need a restart.")
    int reload(@Mixin AdminOptions options) {
        AdminOutput.fields(terminal, options, options.client(terminal).post(Map.of(), "reload"), "");
        return Exit.OK;
    }

    @Command(
            name = "backup",
            description = "Write a copy of the data folder while the service runs; 'hongyan store restore' reads it.")
    int backup(
            @Mixin AdminOptions options,
            @Parameters(paramLabel = "FOLDER", description = "A new folder, on the machine of the service.")
                    Path folder) {
        Path place = folder.toAbsolutePath();
        Map<String, Object> answer = options.client(terminal).post(Map.of("folder", place.toString()), "backup");
        AdminOutput.fields(terminal, options, answer, "the copy is in " + place);
        return Exit.OK;
    }
}
