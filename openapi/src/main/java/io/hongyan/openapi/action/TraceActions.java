package io.hongyan.openapi.action;

import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.store.StoreException;
import io.hongyan.cloud.trace.TraceEntry;
import io.hongyan.cloud.trace.TracePage;
import io.hongyan.cloud.trace.TraceQuery;
import io.hongyan.cloud.trace.Traces;
import io.hongyan.openapi.quota.Quota;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What happened to devices and messages.
final class TraceActions {
    /// The times of an answer are those of this machine's clock on the wall, as the cloud service has them.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    /// Entries of one answer that has no pages.
    private static final int MOST = 1000;

    private final Traces traces;

    TraceActions(Traces traces) {
        this.traces = traces;
    }

    record OfClient(
            @Parameter(value = "Any: there is one region", example = "hongyan")
            String mqttRegionId,

            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "The client id", longest = Limits.LONGEST_CLIENT, example = "CLIENT")
            String clientId,

            @Parameter(value = "From this time on, in milliseconds since 1970", example = "NOW-3600000")
            Long beginTime,

            @Parameter(value = "Until this time", example = "NOW+3600000")
            Long endTime,

            @Parameter(value = "Which page, from 1", least = 1, most = 1_000_000, example = "1")
            Integer currentPage,

            @Parameter(value = "Entries of one page, 1 to 100", least = 1, most = Limits.PAGE, example = "100")
            Integer pageSize,

            @Parameter(value = "`true`: the newest first", required = false) @Nullable
            Boolean reverse) {}

    record OfMessage(
            @Parameter(value = "Any: there is one region", example = "hongyan")
            String mqttRegionId,

            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "The message id, 32 hexadecimal digits", example = "0123456789ABCDEF0123456789ABCDEF")
            String msgId,

            @Parameter(value = "From this time on, in milliseconds since 1970", example = "NOW-3600000")
            Long beginTime,

            @Parameter(value = "Until this time", example = "NOW+3600000")
            Long endTime) {}

    record OfReceivers(
            @Parameter(value = "Any: there is one region", example = "hongyan")
            String mqttRegionId,

            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "The message id, 32 hexadecimal digits", example = "0123456789ABCDEF0123456789ABCDEF")
            String msgId,

            @Parameter(value = "Only this receiver", required = false, longest = Limits.LONGEST_CLIENT) @Nullable
            String clientId,

            @Parameter(value = "From this time on, in milliseconds since 1970", example = "NOW-3600000")
            Long beginTime,

            @Parameter(value = "Until this time", example = "NOW+3600000")
            Long endTime,

            @Parameter(value = "Which page, from 1", least = 1, most = 1_000_000, example = "1")
            Integer currentPage,

            @Parameter(value = "Entries of one page, 1 to 100", least = 1, most = Limits.PAGE, example = "100")
            Integer pageSize,

            @Parameter(value = "`true`: the newest first", required = false) @Nullable
            Boolean reverse) {}

    record Devices(int currentPage, int pageSize, long total, List<DeviceInfo> deviceInfoList) {}

    record DeviceInfo(String time, String action, String actionCode, String actionInfo, String channelId) {}

    record ClientMessages(int currentPage, int pageSize, long total, List<MessageInfo> messageOfClientList) {}

    record Messages(List<MessageInfo> messageTraceLists) {}

    record Receivers(int currentPage, int pageSize, long total, List<MessageInfo> messageTraceLists) {}

    record MessageInfo(
            String time, String action, String actionCode, String actionInfo, String msgId, String clientId) {
        static MessageInfo of(TraceEntry entry) {
            return new MessageInfo(
                    written(entry),
                    entry.kind().action(),
                    entry.kind().code(),
                    entry.kind().info(),
                    entry.id(),
                    entry.clientId());
        }
    }

    List<Action<?, ?>> actions() {
        return List.of(
                looking(
                        "QueryMqttTraceDevice",
                        "Tells when a device connected, was refused, and left.",
                        OfClient.class,
                        Devices.class,
                        "QueryMqttDeviceTrace",
                        this::device),
                looking(
                        "QueryMqttTraceMessageOfClient",
                        "Tells which messages a client published and was sent.",
                        OfClient.class,
                        ClientMessages.class,
                        "QueryMqttPubTrace",
                        this::ofClient),
                looking(
                        "QueryMqttTraceMessagePublish",
                        "Tells who published a message.",
                        OfMessage.class,
                        Messages.class,
                        "QueryMqttPubTrace",
                        this::published),
                looking(
                        "QueryMqttTraceMessageSubscribe",
                        "Tells to whom a message was sent.",
                        OfReceivers.class,
                        Receivers.class,
                        "QueryMqttPubTrace",
                        this::receivers));
    }

    private static <I extends Record, O extends Record> Action<I, O> looking(
            String name, String about, Class<I> input, Class<O> output, String right, Action.Body<I, O> body) {
        return Action.looking(name, about, input, output, Permission.instance(right), Quota.SINGLE, body);
    }

    private Devices device(Call call, OfClient input) {
        TracePage page = page(() -> traces.device(input.instanceId(), input.clientId(), query(input)));
        return new Devices(
                input.currentPage(),
                input.pageSize(),
                page.total(),
                page.entries().stream()
                        .map(entry -> new DeviceInfo(
                                written(entry),
                                entry.kind().action(),
                                entry.kind().code(),
                                entry.kind().info(),
                                entry.id()))
                        .toList());
    }

    private ClientMessages ofClient(Call call, OfClient input) {
        TracePage page = page(() -> traces.messagesOf(input.instanceId(), input.clientId(), query(input)));
        return new ClientMessages(input.currentPage(), input.pageSize(), page.total(), messages(page));
    }

    private Messages published(Call call, OfMessage input) {
        MessageId id = id(input.msgId());
        return new Messages(messages(page(() -> traces.published(
                input.instanceId(), id, new TraceQuery(input.beginTime(), input.endTime(), 1, MOST, false)))));
    }

    private Receivers receivers(Call call, OfReceivers input) {
        MessageId id = id(input.msgId());
        TracePage page = page(() -> traces.subscribed(
                input.instanceId(),
                id,
                input.clientId(),
                new TraceQuery(
                        input.beginTime(),
                        input.endTime(),
                        input.currentPage(),
                        input.pageSize(),
                        Boolean.TRUE.equals(input.reverse()))));
        return new Receivers(input.currentPage(), input.pageSize(), page.total(), messages(page));
    }

    private static TraceQuery query(OfClient input) {
        return new TraceQuery(
                input.beginTime(),
                input.endTime(),
                input.currentPage(),
                input.pageSize(),
                Boolean.TRUE.equals(input.reverse()));
    }

    private static List<MessageInfo> messages(TracePage page) {
        return page.entries().stream().map(MessageInfo::of).toList();
    }

    private static String written(TraceEntry entry) {
        return TIME.format(Instant.ofEpochMilli(entry.millis()));
    }

    private static TracePage page(Supplier<TracePage> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw ApiError.bad("ParameterFieldCheckFailed", String.valueOf(e.getMessage()));
        } catch (StoreException e) {
            throw ApiError.unavailable("the traces cannot be read: " + e.getMessage());
        }
    }

    private static MessageId id(String text) {
        try {
            return MessageId.parse(text);
        } catch (IllegalArgumentException _) {
            throw ApiError.parameter("MsgId", "MsgId has 32 hexadecimal digits, unlike " + text);
        }
    }
}
