package io.hongyan.client.session;

import io.hongyan.codec.ReasonCode;
import java.util.List;

/// The server's answer to a SUBSCRIBE or UNSUBSCRIBE.
///
/// @param reasons one for each filter; empty for an UNSUBSCRIBE before 5.0
/// @param text the server's words, possibly empty
public record SubscribeAnswer(List<ReasonCode> reasons, String text) {
    ReasonCode first() {
        return reasons.isEmpty() ? ReasonCode.SUCCESS : reasons.getFirst();
    }
}
