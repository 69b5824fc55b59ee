package io.hongyan.cli.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.packet.Publish;
import java.io.ByteArrayOutputStream;
import java.time.Instant;

/// How a message looks on standard output.
interface MessageLayout {
    byte[] bytes(Publish message, Instant time);

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

    /// One JSON object a line.
    static MessageLayout json() {
        return (message, time) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(JsonMessage.of(message, time));
            out.write('\n');
            return out.toByteArray();
        };
    }

    /// As `-F` says.
    ///
    /// @throws io.hongyan.cli.terminal.Failure when the format has an unknown letter
    static MessageLayout format(String format, boolean lineFeed) {
        return new MessageFormat(format, lineFeed);
    }
}
