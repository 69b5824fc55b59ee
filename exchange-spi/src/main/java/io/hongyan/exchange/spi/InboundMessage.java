package io.hongyan.exchange.spi;

import java.util.Map;

/// A message of another system.
///
/// @param id as the other system names it
/// @param tag empty for none
/// @param properties names and values that its producer gave it
/// @param body nobody changes it
/// @param attempt 1 when it comes for the first time
public record InboundMessage(String id, String tag, Map<String, String> properties, byte[] body, int attempt) {
    public InboundMessage {
        properties = Map.copyOf(properties);
    }
}
