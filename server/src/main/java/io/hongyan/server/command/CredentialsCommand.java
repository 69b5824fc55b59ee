package io.hongyan.server.command;

import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.source.ConfigException;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.DataFolder;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.data.MetadataFile;
import io.hongyan.server.data.RuntimeFile;
import io.hongyan.server.data.RuntimeFile.Running;
import io.hongyan.server.json.Json;
import io.hongyan.server.program.ProgramName;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Shows the credentials that the first start created, and the ports of the server.
@Command(
        name = "credentials",
        mixinStandardHelpOptions = true,
        description = "Show the instance, key pair, group and topic that the first start made, and the ports.")
public final class CredentialsCommand implements Callable<Integer> {
    private static final int POLL_MILLIS = 50;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--json", description = "As one JSON object.")
    private boolean json;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for a server that is starting to know its ports (default: 30).")
    private int patience = 30;

    @Override
    public Integer call() {
        var commandLine = spec.commandLine();
        PrintWriter out = commandLine.getOut();
        try {
            ServerConfig settings = config.read(System.getenv(), List.of(), new ArrayList<>());
            Path folder = Path.of(settings.data());
            DataFolder.checkAccess(folder);
            OptionalLong starting = awaitStart(folder);
            if (starting.isPresent()) {
                commandLine
                        .getErr()
                        .println("the server of " + folder + " (process " + starting.getAsLong()
                                + ") is still starting, and its ports are not known yet; try again, or --wait longer");
                return 1;
            }
            Optional<Credentials> credentials = Credentials.read(folder);
            if (credentials.isEmpty()) {
                commandLine.getErr().println(ProgramName.in("no credentials in " + folder + missing(folder)));
                return 1;
            }
            Map<String, Object> fields = new LinkedHashMap<>(credentials.get().fields());
            Optional<Credentials> current = credentials.get().current(folder);
            current.ifPresent(now -> fields.putAll(now.fields()));
            if (current.isEmpty()) {
                fields.keySet().removeAll(List.of("accessKey", "secretKey"));
            }
            String first = credentials.get().accessKey();
            if (!current.map(Credentials::accessKey).equals(Optional.of(first))) {
                commandLine
                        .getErr()
                        .println("note: the AccessKey of the first start, " + first + ", is disabled or was deleted; "
                                + (current.isPresent()
                                        ? "this is the newest other one that opens the instance"
                                        : ProgramName.command("admin", "key", "create", "--data", folder)
                                                + " makes another"));
                commandLine.getErr().flush();
            }
            Optional<Running> running = RuntimeFile.read(folder);
            Map<String, Integer> ports =
                    running.map(now -> ports(settings, now)).orElse(Map.of());
            if (json) {
                fields.put("running", running.isPresent());
                fields.put("ports", ports);
                out.print(Json.pretty(fields));
            } else {
                fields.forEach((name, value) -> out.printf("%-10s %s%n", name, value));
                if (running.isEmpty()) {
                    out.printf("%-10s %s%n", "service", "not running");
                }
                ports.forEach((name, port) -> out.printf("%-10s %s%n", name + " port", port == 0 ? "off" : port));
            }
            out.flush();
            return 0;
        } catch (ConfigException | DataFolderException e) {
            commandLine.getErr().println(e.getMessage());
            return 1;
        }
    }

    /// Waits until no server is starting in that folder.
    ///
    /// @return the process that still is
    private OptionalLong awaitStart(Path folder) {
        OptionalLong starting = RuntimeFile.starting(folder);
        for (long left = 1000L * patience; starting.isPresent() && left > 0; left -= POLL_MILLIS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
            starting = RuntimeFile.starting(folder);
        }
        return starting;
    }

    /// Those of a running server; 0 = off.
    private static Map<String, Integer> ports(ServerConfig config, Running running) {
        Map<String, Integer> ports = new LinkedHashMap<>(running.ports()); // the process may have another configuration
        config.listeners().keySet().forEach(name -> ports.putIfAbsent(name, 0));
        for (String name : List.of("metrics", "admin")) {
            ports.putIfAbsent(name, 0);
        }
        return ports;
    }

    private static String missing(Path folder) {
        String data = " --data " + ProgramName.quoted(folder.toString());
        return Files.exists(folder.resolve(MetadataFile.NAME))
                ? ": credentials.json of its first start is gone, which the service does not need. ./hongyan admin"
                        + " instance list" + data + " names the instances, and ./hongyan admin key create --instance ID"
                        + data + " makes a key"
                : ": the first ./hongyan serve makes them; with another folder, name it with --data";
    }
}
