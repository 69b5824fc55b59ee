package io.hongyan.cloud.business.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.message.StatusNotice;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/// A notice that a client came or went, as business systems get it: JSON with `eventType`, `clientId`, `time`,
/// `channelId`, `clientIp`, `certificateChainSn` and `remark`.
public final class NoticeBody {
    private static final ObjectMapper JSON = new ObjectMapper();

    private NoticeBody() {}

    public static byte[] of(StatusNotice notice) {
        ObjectNode body = JSON.createObjectNode();
        body.put("eventType", notice.event().word());
        body.put("clientId", notice.clientId());
        body.put("time", notice.time());
        body.put("channelId", notice.channelId());
        body.put("clientIp", notice.clientIp());
        body.put("certificateChainSn", notice.certificateChainSn());
        body.put("remark", notice.remark());
        return JSON.writeValueAsString(body).getBytes(UTF_8);
    }
}
