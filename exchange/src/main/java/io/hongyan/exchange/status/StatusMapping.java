package io.hongyan.exchange.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.message.StatusNotice;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.exchange.spi.OutboundMessage;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/// Makes of a notice a message of the other system, as the cloud service does: the tag is the event, the body JSON with
/// `eventType`, `clientId`, `time`, `channelId`, `clientIp`, `certificateChainSn` and `remark`.
final class StatusMapping {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StatusMapping() {}

    static OutboundMessage of(OutboxEntry entry) {
        StatusNotice notice = StatusNotice.of(entry.message());
        String event = notice.event().word();
        ObjectNode body = JSON.createObjectNode();
        body.put("eventType", event);
        body.put("clientId", notice.clientId());
        body.put("time", notice.time());
        body.put("channelId", notice.channelId());
        body.put("clientIp", notice.clientIp());
        body.put("certificateChainSn", notice.certificateChainSn());
        body.put("remark", notice.remark());
        return new OutboundMessage(
                entry.label().id().toString(),
                notice.clientId(),
                true,
                event,
                Map.of(),
                JSON.writeValueAsString(body).getBytes(UTF_8));
    }
}
