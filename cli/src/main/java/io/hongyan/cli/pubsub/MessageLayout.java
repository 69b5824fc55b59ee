package io.hongyan.cli.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.packet.Publish;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Consumer;

/// How a message looks on standard output.
interface MessageLayout {
    byte[] bytes(Publish message, Instant time);

    /// What the options say about the output as a whole.
    ///
    /// @param lineFeed whether a line feed ends each message
    /// @param pretty whether JSON is spread over several lines
    /// @param zone of the times
    /// @param tell receives what cannot be printed
    record Style(boolean lineFeed, boolean pretty, ZoneId zone, Consumer<String> tell) {}

    /// The payload as it is, on a line of its own; an empty one prints nothing, or `(null)` behind its topic.
    static MessageLayout plain(boolean withTopic, boolean lineFeed) {
        return (message, time) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] payload = message.payload();
            if (payload.length == 0 && !withTopic) {
                return payload;
            }
            if (withTopic) {
                out.writeBytes(message.topic().utf8());
                out.write(' ');
            }
            out.writeBytes(payload.length == 0 ? "(null)".getBytes(UTF_8) : payload);
            if (lineFeed) {
                out.write('\n');
            }
            return out.toByteArray();
        };
    }

    /// One JSON object a line, or spread over several.
    static MessageLayout json(Style style) {
        return (message, time) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(JsonMessage.of(message, time, style.pretty()));
            out.write('\n');
            return out.toByteArray();
        };
    }
}
