package io.hongyan.cli.admin;

import io.hongyan.cli.option.Candidates;
import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Terminal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hongyan admin instance`.
@Command(name = "instance", description = "Instances: tenants with topics, groups and keys of their own.")
final class InstanceCommand extends CommandGroup {
    private final Terminal terminal;

    InstanceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "list", description = "List the instances.")
    int list(@Mixin AdminOptions options) {
        AdminOutput.list(terminal, options, options.client(terminal).get("instances"), "instances");
        return Exit.OK;
    }

    @Command(name = "create", description = "Create an instance.")
    int create(
            @Mixin AdminOptions options,
            @Option(
                            names = "--profile",
                            paramLabel = "cloud|open",
                            completionCandidates = Candidates.Profiles.class,
                            description = "Rules of the cloud service, or a plain MQTT broker (default: cloud).")
                    @Nullable
                    String profile,
            @Parameters(paramLabel = "ID") String id) {
        Map<String, Object> body = profile == null ? Map.of("id", id) : Map.of("id", id, "profile", profile);
        Map<String, Object> answer = options.client(terminal).post(body, "instances");
        AdminOutput.fields(terminal, options, answer, "created " + id);
        return Exit.OK;
    }

    @Command(
            name = "traces",
            description = "Trace the devices and messages of an instance from now on: off, sampled (one message in"
                    + " traces.sampleOneIn, and all devices) or all. The OpenAPI reads traces.")
    int traces(
            @Mixin AdminOptions options,
            @Parameters(index = "0", paramLabel = "ID") String id,
            @Parameters(index = "1", paramLabel = "off|sampled|all") String mode) {
        Map<String, Object> answer = options.client(terminal).post(Map.of("mode", mode), "instances", id, "traces");
        AdminOutput.fields(terminal, options, answer, "traces of " + id + ": " + mode);
        return Exit.OK;
    }

    @Command(
            name = "tls",
            description = "Let clients of an instance in only with a registered certificate (two-way), or without one,"
                    + " too (one-way). Two-way ends connections without.")
    int tls(
            @Mixin AdminOptions options,
            @Parameters(index = "0", paramLabel = "ID") String id,
            @Parameters(index = "1", paramLabel = "one-way|two-way") String mode) {
        Map<String, Object> answer = options.client(terminal).post(Map.of("mode", mode), "instances", id, "tls");
        AdminOutput.fields(terminal, options, answer, "TLS of " + id + ": " + mode);
        return Exit.OK;
    }

    @Command(name = "delete", description = "Delete an instance; its clients are disconnected.")
    int delete(@Mixin AdminOptions options, @Parameters(paramLabel = "ID") String id) {
        AdminOutput.fields(terminal, options, options.client(terminal).delete("instances", id), "deleted " + id);
        return Exit.OK;
    }
}
