package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Terminal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hongyan admin queue`.
@Command(
        name = "queue",
        description = "Queues that business systems consume by the server SDK, and their dead letters. A queue is named"
                + " by its parent topic, or STATUS:GROUPID, with @GROUP behind it for a consumer group.")
final class QueueCommand extends CommandGroup {
    private static final List<String> COLUMNS = List.of(
            "queue", "messages", "bytes", "oldestSeconds", "consumers", "unacknowledged", "retrying", "deadLetters");

    private final Terminal terminal;

    QueueCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "list", description = "List the queues of an instance.")
    int list(@Mixin AdminOptions options, @Mixin InstanceOption chosen) {
        Map<String, Object> answer = options.client(terminal).get("instances", chosen.id(options), "queues");
        AdminOutput.list(terminal, options, answer, "queues", COLUMNS);
        return Exit.OK;
    }

    @Command(name = "show", description = "Show one queue: what is in it, and what became of its messages.")
    int show(
            @Mixin AdminOptions options, @Mixin InstanceOption chosen, @Parameters(paramLabel = "QUEUE") String queue) {
        AdminOutput.fields(
                terminal, options, options.client(terminal).get("instances", chosen.id(options), "queues", queue), "");
        return Exit.OK;
    }

    @Command(
            name = "delete",
            description =
                    "Delete a queue with its messages and dead letters. Its consumers lose their channels; the next"
                            + " subscription makes it anew.")
    int delete(
            @Mixin AdminOptions options, @Mixin InstanceOption chosen, @Parameters(paramLabel = "QUEUE") String queue) {
        Map<String, Object> answer = options.client(terminal).delete("instances", chosen.id(options), "queues", queue);
        AdminOutput.fields(terminal, options, answer, "deleted queue " + queue);
        return Exit.OK;
    }

    @Command(name = "purge", description = "Delete the messages of a queue that no consumer has.")
    int purge(
            @Mixin AdminOptions options, @Mixin InstanceOption chosen, @Parameters(paramLabel = "QUEUE") String queue) {
        AdminOutput.fields(terminal, options, post(options, chosen, queue, Map.of(), "purge"), "");
        return Exit.OK;
    }

    @Command(name = "dead-letters", description = "List messages that consumers rejected too often, the oldest first.")
    int deadLetters(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Parameters(paramLabel = "QUEUE") String queue,
            @Option(
                            names = "--after",
                            paramLabel = "SEQUENCE",
                            defaultValue = "0",
                            description = "Only those behind this one.")
                    String after,
            @Mixin LimitOption limit) {
        Map<String, String> query = Map.of("after", after, "limit", limit.text());
        Map<String, Object> answer =
                options.client(terminal).get(query, "instances", chosen.id(options), "queues", queue, "dead-letters");
        AdminOutput.list(terminal, options, answer, "deadLetters");
        return Exit.OK;
    }

    @Command(
            name = "replay",
            description = "Put dead letters back into their queue, where they are delivered as new messages.")
    int replay(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Parameters(paramLabel = "QUEUE") String queue,
            @Option(
                            names = "--sequence",
                            paramLabel = "SEQUENCE",
                            description = "One of them; may be repeated. Default: all.")
                    @Nullable
                    List<String> sequences) {
        return deadLetters(options, chosen, queue, sequences, "replay");
    }

    @Command(name = "discard", description = "Delete dead letters.")
    int discard(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Parameters(paramLabel = "QUEUE") String queue,
            @Option(
                            names = "--sequence",
                            paramLabel = "SEQUENCE",
                            description = "One of them; may be repeated. Default: all.")
                    @Nullable
                    List<String> sequences) {
        return deadLetters(options, chosen, queue, sequences, "discard");
    }

    /// @param sequences of those to act on; null for all
    private int deadLetters(
            AdminOptions options,
            InstanceOption chosen,
            String queue,
            @Nullable List<String> sequences,
            String action) {
        Map<String, Object> body = sequences == null ? Map.of() : Map.of("sequences", sequences);
        Map<String, Object> answer = post(options, chosen, queue, body, "dead-letters", action);
        AdminOutput.fields(terminal, options, answer, "");
        return Exit.OK;
    }

    private Map<String, Object> post(
            AdminOptions options, InstanceOption chosen, String queue, Map<String, Object> body, String... action) {
        String[] path = new String[4 + action.length];
        path[0] = "instances";
        path[1] = chosen.id(options);
        path[2] = "queues";
        path[3] = queue;
        System.arraycopy(action, 0, path, 4, action.length);
        return options.client(terminal).post(body, path);
    }
}
