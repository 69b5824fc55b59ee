package io.hongyan.cli.admin;

import io.hongyan.cli.option.Candidates;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of a rule that can be changed. What is not given is left to the service: its default, or what was.
final class RuleOptionSet {
    private static final String OF_OUTBOUND = "Outbound: ";
    private static final String OF_INBOUND = "Inbound: ";

    @Option(
            names = "--connection",
            paramLabel = "NAME",
            description = "Connection that the rule uses ('hongyan admin rocketmq list').")
    @Nullable
    String connection;

    @Option(
            names = "--resource",
            paramLabel = "NAME",
            description = "Parent topic of an outbound or inbound rule, Group ID of a status rule. In profile open any"
                    + " first level of topics; for status a prefix of client ids with * behind, or * for every client.")
    @Nullable
    String resource;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Topic of RocketMQ.")
    @Nullable
    String topic;

    @Option(names = "--description", paramLabel = "TEXT", description = "For people, at most 128 characters.")
    @Nullable
    String description;

    @Option(
            names = "--acknowledge",
            paramLabel = "outbox|remote",
            completionCandidates = Candidates.Acknowledges.class,
            description = OF_OUTBOUND + "when publishers are acknowledged: once the message is safe in the rule's"
                    + " outbox here (default), or once RocketMQ has it.")
    @Nullable
    String acknowledge;

    @Option(
            names = "--outflow",
            paramLabel = "devices|all",
            completionCandidates = Candidates.Outflows.class,
            description = OF_OUTBOUND + "what leaves: messages of devices (default), or also those that came from"
                    + " RocketMQ or by an interface for servers.")
    @Nullable
    String outflow;

    @Option(
            names = "--max-messages",
            paramLabel = "COUNT",
            description = "Outbound, status: most messages that wait in the outbox, 1 to 10000000000 (default:"
                    + " 1000000).")
    @Nullable
    Long maxMessages;

    @Option(
            names = "--max-bytes",
            paramLabel = "SIZE",
            description = "Outbound, status: most bytes that wait there, 1KiB to 16TiB (default: 1GiB).")
    @Nullable
    String maxBytes;

    @Option(
            names = "--consumer-group",
            paramLabel = "GROUP",
            description = OF_INBOUND + "consumer group of RocketMQ (default: GID_hongyan_INSTANCE_RULE).")
    @Nullable
    String consumerGroup;

    @Option(
            names = "--filter",
            paramLabel = "tag|sql92",
            completionCandidates = Candidates.Filters.class,
            description = OF_INBOUND + "how --expression is read (default: tag).")
    @Nullable
    String filter;

    @Option(
            names = "--expression",
            paramLabel = "TEXT",
            description = OF_INBOUND + "tags with || between them, or a condition such as 'price > 10'; * for all"
                    + " (default).")
    @Nullable
    String expression;

    @Option(
            names = "--ordered",
            paramLabel = "true|false",
            arity = "0..1",
            fallbackValue = "true",
            completionCandidates = Candidates.Booleans.class,
            description = OF_INBOUND + "messages of one queue are delivered one after the other (default: false).")
    @Nullable
    Boolean ordered;

    @Option(
            names = "--on-refused",
            paramLabel = "drop|deadLetter",
            completionCandidates = Candidates.Refusals.class,
            description = OF_INBOUND + "what becomes of a message that can never be delivered (default: drop).")
    @Nullable
    String onRefused;

    /// Those that were given, as the administration names them.
    Map<String, Object> given() {
        Map<String, Object> given = new LinkedHashMap<>();
        put(given, "description", description);
        put(given, "connection", connection);
        put(given, "resource", resource);
        put(given, "topic", topic);
        put(given, "acknowledge", acknowledge);
        put(given, "outflow", outflow);
        put(given, "maxMessages", maxMessages);
        put(given, "maxBytes", maxBytes);
        put(given, "consumerGroup", consumerGroup);
        put(given, "filter", filter);
        put(given, "expression", expression);
        put(given, "ordered", ordered);
        put(given, "onRefused", onRefused);
        return given;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
