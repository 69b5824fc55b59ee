package io.hongyan.cli.admin;

import io.hongyan.cli.option.Candidates;
import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hongyan admin key`.
@Command(name = "key", description = "AccessKeys of an instance.")
final class KeyCommand extends CommandGroup {
    private static final int HOUR = 3600;

    private final Terminal terminal;

    KeyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "list", description = "List the AccessKeys, without their secrets.")
    int list(@Mixin AdminOptions options, @Mixin InstanceOption chosen) {
        String id = chosen.id(options);
        Map<String, Object> answer =
                new LinkedHashMap<>(options.client(terminal).get("instances", id, "keys"));
        if (!options.json && answer.get("keys") instanceof List<?> keys) {
            answer.put("keys", keys.stream().map(KeyCommand::inWords).toList());
        }
        AdminOutput.list(terminal, options, answer, "keys");
        return Exit.OK;
    }

    @Command(name = "create", description = "Create an AccessKey. Its secret is shown this one time.")
    int create(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Option(
                            names = "--rights",
                            paramLabel = "NAME",
                            completionCandidates = Candidates.Rights.class,
                            description = "full, publish-only, subscribe-only or read-only (default: full).")
                    @Nullable
                    String rights) {
        String id = chosen.id(options);
        Map<String, Object> body = rights == null ? Map.of() : Map.of("named", rights);
        Map<String, Object> answer = options.client(terminal).post(body, "instances", id, "keys");
        AdminOutput.fields(terminal, options, answer, "created");
        return Exit.OK;
    }

    @Command(
            name = "import",
            description = "Take over a key pair that devices know already, for instance one of the cloud service. One"
                    + " that is there with the same secret opens the instance, too.")
    int importKey(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Option(
                            names = "--sk",
                            paramLabel = "SECRETKEY",
                            description =
                                    "Its secret (default: variable HONGYAN_SK, then asked for, or the first line of"
                                            + " standard input).")
                    @Nullable
                    String secretKey,
            @Parameters(paramLabel = "ACCESSKEY") String accessKey) {
        String id = chosen.id(options);
        String secret = SecretInput.read(terminal, secretKey, "secret", "--sk", "HONGYAN_SK");
        Map<String, Object> answer = options.client(terminal)
                .post(Map.of("accessKey", accessKey, "secretKey", secret), "instances", id, "keys");
        AdminOutput.fields(terminal, options, answer, "imported " + accessKey);
        return Exit.OK;
    }

    @Command(
            name = "delete",
            description = "Delete an AccessKey; nobody can log in with it any more. One that opens other instances too"
                    + " goes on opening those.")
    int delete(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Option(names = "--everywhere", description = "Also one that opens all instances, or others.")
                    boolean everywhere,
            @Parameters(paramLabel = "ACCESSKEY") String accessKey) {
        AdminClient client = options.client(terminal);
        Map<String, Object> answer = everywhere
                ? client.delete("keys", accessKey)
                : client.delete("instances", chosen.id(options), "keys", accessKey);
        AdminOutput.fields(terminal, options, answer, "deleted " + accessKey);
        return Exit.OK;
    }

    @Command(name = "show", description = "Show an AccessKey with its rights, without its secret.")
    int show(@Mixin AdminOptions options, @Parameters(paramLabel = "ACCESSKEY") String accessKey) {
        Map<String, Object> answer = options.client(terminal).get("keys", accessKey);
        AdminOutput.fields(terminal, options, options.json ? answer : inWords(answer), "");
        return Exit.OK;
    }

    /// What is empty stands for everything.
    private static Map<String, Object> inWords(Object key) {
        Map<String, Object> words = new LinkedHashMap<>();
        if (key instanceof Map<?, ?> fields) {
            fields.forEach((name, value) -> words.put(String.valueOf(name), value));
        }
        words.replace("instances", List.of(), "all");
        words.replace("rights", List.of(), "full");
        return words;
    }

    @Command(
            name = "rights",
            description = "Give an AccessKey other rights, in place of those it has: one of the names, or --allow and"
                    + " --deny. They hold at once, for clients that are connected and for the API.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  hongyan admin key rights AK publish-only --topic meters",
                "  hongyan admin key rights AK --allow mq:PUB,mq:SUB,mq:Query* --deny mq:PUB --group GID_test"
            })
    int rights(
            @Mixin AdminOptions options,
            @Mixin RightOptions wanted,
            @Parameters(index = "0", paramLabel = "ACCESSKEY") String accessKey,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "NAME",
                            completionCandidates = Candidates.Rights.class,
                            description = "full, publish-only, subscribe-only or read-only.")
                    @Nullable
                    String name) {
        Map<String, Object> body = wanted.body(name);
        Map<String, Object> answer = options.client(terminal).post(body, "keys", accessKey, "rights");
        AdminOutput.fields(terminal, options, answer, "changed the rights of " + accessKey);
        return Exit.OK;
    }

    @Command(
            name = "temporary",
            description = "Make a temporary key from an AccessKey, for callers of the API and for AMQP, as STS of the"
                    + " cloud does. It has the rights of that key, also after they change, and is not listed; it ends"
                    + " with its time, or when that key is deleted, and is refused while that key is disabled.")
    int temporary(
            @Mixin AdminOptions options,
            @Option(
                            names = "--seconds",
                            paramLabel = "SECONDS",
                            description = "How long it is accepted, 900 to 43200 (default: 3600).")
                    @Nullable
                    Integer seconds,
            @Parameters(paramLabel = "ACCESSKEY") String accessKey) {
        Map<String, Object> answer = options.client(terminal)
                .post(Map.of("seconds", seconds == null ? HOUR : seconds), "keys", accessKey, "temporary");
        AdminOutput.fields(terminal, options, answer, "created");
        return Exit.OK;
    }

    @Command(name = "enable", description = "Accept an AccessKey again.")
    int enable(@Mixin AdminOptions options, @Parameters(paramLabel = "ACCESSKEY") String accessKey) {
        Map<String, Object> answer = options.client(terminal).post(Map.of(), "keys", accessKey, "enable");
        AdminOutput.fields(terminal, options, answer, "enabled " + accessKey);
        return Exit.OK;
    }

    @Command(name = "disable", description = "Accept an AccessKey no more; clients that logged in with it leave.")
    int disable(@Mixin AdminOptions options, @Parameters(paramLabel = "ACCESSKEY") String accessKey) {
        Map<String, Object> answer = options.client(terminal).post(Map.of(), "keys", accessKey, "disable");
        AdminOutput.fields(terminal, options, answer, "disabled " + accessKey);
        return Exit.OK;
    }
}
