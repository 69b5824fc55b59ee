package io.hongyan.exchange.status;

import io.hongyan.broker.message.StatusNotice;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.cloud.business.message.NoticeBody;
import io.hongyan.exchange.spi.OutboundMessage;
import java.util.Map;

/// Makes of a notice a message of the other system, as the cloud service does: the tag is the event.
final class StatusMapping {
    private StatusMapping() {}

    static OutboundMessage of(OutboxEntry entry) {
        StatusNotice notice = StatusNotice.of(entry.message());
        return new OutboundMessage(
                entry.label().id().toString(),
                notice.clientId(),
                true,
                notice.event().word(),
                Map.of(),
                NoticeBody.of(notice));
    }
}
