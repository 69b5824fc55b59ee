package io.hongyan.cli.admin;

import io.hongyan.cli.option.Candidates;
import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hongyan admin rocketmq`.
@Command(
        name = "rocketmq",
        description = "Connections to RocketMQ, for the rules of all instances.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan admin rocketmq create main --address 10.0.0.5:9876,10.0.0.6:9876",
            "  hongyan admin rocketmq create shop --address 10.0.1.5:9876 --ak shop --tls true",
            "  hongyan admin rocketmq edit shop --ak shop2",
            "  hongyan admin rocketmq test main"
        })
final class RocketMqCommand extends CommandGroup {
    private static final String COLLECTION = "rocketmq";

    private final Terminal terminal;

    RocketMqCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// What can be changed of a connection.
    static final class Settings {
        @Option(
                names = "--address",
                split = "[,;]",
                paramLabel = "HOST:PORT",
                description = "Name servers, separated by commas.")
        @Nullable
        List<String> addresses;

        @Option(
                names = "--ak",
                paramLabel = "KEY",
                description = "AccessKey for RocketMQ; the SecretKey is asked for, or taken from --sk, the variable"
                        + " HONGYAN_ROCKETMQ_SK or the first line of standard input. '' for none.")
        @Nullable
        String accessKey;

        @Option(names = "--sk", paramLabel = "SECRET", description = "SecretKey; other people can read command lines.")
        @Nullable
        String secretKey;

        @Option(
                names = "--tls",
                paramLabel = "true|false",
                arity = "0..1",
                fallbackValue = "true",
                completionCandidates = Candidates.Booleans.class,
                description = "Speak TLS (default: false).")
        @Nullable
        Boolean tls;

        @Option(names = "--namespace", paramLabel = "NAME", description = "Namespace of RocketMQ (default: none).")
        @Nullable
        String namespace;

        Map<String, Object> given(Terminal terminal) {
            Map<String, Object> given = new LinkedHashMap<>();
            if (addresses != null) {
                given.put("addresses", addresses.stream().map(String::strip).toList());
            }
            if (accessKey != null) {
                given.put("accessKey", accessKey);
                given.put(
                        "secretKey",
                        accessKey.isEmpty()
                                ? ""
                                : SecretInput.read(terminal, secretKey, "SecretKey", "--sk", "HONGYAN_ROCKETMQ_SK"));
            } else if (secretKey != null) {
                throw Failure.usage("--sk needs --ak, the AccessKey that it belongs to");
            }
            if (tls != null) {
                given.put("tls", tls);
            }
            if (namespace != null) {
                given.put("namespace", namespace);
            }
            return given;
        }
    }

    @Command(name = "list", description = "List the connections, without their secrets.")
    int list(@Mixin AdminOptions options) {
        AdminOutput.list(terminal, options, options.client(terminal).get(COLLECTION), "connections");
        return Exit.OK;
    }

    @Command(name = "create", description = "Create a connection. It is not tried: 'test' does that.")
    int create(
            @Mixin AdminOptions options,
            @Mixin Settings wanted,
            @Option(
                            names = "--kind",
                            paramLabel = "KIND",
                            completionCandidates = Candidates.ConnectionKinds.class,
                            description = "rocketmq (default): RocketMQ 4.9 and 5 by name servers; another one when a"
                                    + " plug-in serves it.")
                    @Nullable
                    String kind,
            @Parameters(paramLabel = "NAME", description = "3 to 64 letters, digits, - and _; it never changes.")
                    String name) {
        if (wanted.addresses == null) {
            throw Failure.usage("--address is missing: give host:port of name servers");
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        if (kind != null) {
            body.put("kind", kind);
        }
        body.putAll(wanted.given(terminal));
        AdminOutput.fields(terminal, options, options.client(terminal).post(body, COLLECTION), "created " + name);
        return Exit.OK;
    }

    @Command(name = "edit", description = "Change what is given, and leave the rest as it is.")
    int edit(@Mixin AdminOptions options, @Mixin Settings wanted, @Parameters(paramLabel = "NAME") String name) {
        Map<String, Object> body = wanted.given(terminal);
        if (body.isEmpty()) {
            throw Failure.usage("nothing is to be changed: give the options that are to be other than before");
        }
        AdminOutput.fields(terminal, options, options.client(terminal).patch(body, COLLECTION, name), "edited " + name);
        return Exit.OK;
    }

    @Command(name = "delete", description = "Delete a connection that no rule needs.")
    int delete(@Mixin AdminOptions options, @Parameters(paramLabel = "NAME") String name) {
        AdminOutput.fields(terminal, options, options.client(terminal).delete(COLLECTION, name), "deleted " + name);
        return Exit.OK;
    }

    @Command(
            name = "test",
            description = "Try a connection, and say what is wrong: who is unreachable, which topic is missing, which"
                    + " permission.")
    int test(
            @Mixin AdminOptions options,
            @Option(
                            names = "--topic",
                            split = ",",
                            paramLabel = "TOPIC",
                            description = "Topics that must be there (default: those of all rules that use it).")
                    @Nullable
                    List<String> topics,
            @Parameters(paramLabel = "NAME") String name) {
        Map<String, Object> body = topics == null ? Map.of() : Map.of("topics", topics);
        Map<String, Object> answer = options.client(terminal).post(body, COLLECTION, name, "test");
        List<String> problems = texts(answer, "problems");
        if (options.json) {
            AdminOutput.fields(terminal, options, answer, "");
            return problems.isEmpty() ? Exit.OK : Exit.REJECTED;
        }
        if (!problems.isEmpty()) {
            throw new Failure(Exit.REJECTED, "connection " + name + ": " + String.join("; ", problems));
        }
        List<String> tried = texts(answer, "topics");
        String found = tried.isEmpty() ? "" : "; its topics are there: " + String.join(", ", tried);
        AdminOutput.fields(terminal, options, Map.of(), "connection " + name + " works" + found);
        return Exit.OK;
    }

    private static List<String> texts(Map<String, Object> answer, String name) {
        return answer.get(name) instanceof List<?> texts
                ? texts.stream().map(String::valueOf).toList()
                : List.of();
    }
}
