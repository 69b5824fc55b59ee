package io.hongyan.exchange.spi;

import java.util.Map;

/// A message to another system.
///
/// @param id 32 upper-case hexadecimal digits, the same when it is sent again; the other system shows it as its own
///        where it can (`UNIQ_KEY` of RocketMQ)
/// @param orderKey messages of one key stay in order; empty for a message that needs none
/// @param ordered whether order matters more than that it arrives soon: such a message waits for its own queue
/// @param tag by which consumers filter; empty for none
/// @param properties names and values, no value is empty
/// @param body nobody changes it
public record OutboundMessage(
        String id, String orderKey, boolean ordered, String tag, Map<String, String> properties, byte[] body) {
    public OutboundMessage {
        properties = Map.copyOf(properties);
    }
}
