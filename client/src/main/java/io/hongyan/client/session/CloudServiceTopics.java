package io.hongyan.client.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.client.auth.TokenCredentials;
import io.hongyan.client.auth.TokenCredentials.Token;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.message.Message;
import io.hongyan.client.publish.OutgoingMessage;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.topic.Topic;
import java.time.Instant;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The `$SYS` topics of the cloud service: notices that a token expires or is invalid, upload of a new token, and the
/// request for ordered export. Confined to the loop.
final class CloudServiceTopics {
    private static final Topic EXPIRING = Topic.of("$SYS/tokenExpireNotice");
    private static final Topic INVALID = Topic.of("$SYS/tokenInvalidNotice");
    private static final Topic UPLOAD = Topic.of("$SYS/uploadToken");
    private static final Message ORDER = Message.of("$SYS/enableOrderMsg", "{\"order\":\"true\"}");
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\"\\s*:\\s*\"?(-?\\w+)");

    private final Session session;

    CloudServiceTopics(Session session) {
        this.session = session;
    }

    /// The server accepted the client, and nothing was published yet.
    void connected() {
        if (session.options().session().orderedExport()) {
            session.outbound().urgent(new OutgoingMessage(ORDER, true));
        }
    }

    /// @return whether the message was one of these, not for receivers
    boolean took(Publish packet) {
        if (packet.topic().equals(EXPIRING)) {
            String text = new String(packet.payload(), UTF_8);
            String time = field(text, "expireTime");
            session.callbacks().emit(new ClientEvent.TokenExpiring(type(text), Instant.ofEpochMilli(number(time))));
            renew();
            return true;
        }
        if (packet.topic().equals(INVALID)) {
            String text = new String(packet.payload(), UTF_8);
            session.callbacks().emit(new ClientEvent.TokenInvalid(type(text), (int) number(field(text, "code"))));
            return true;
        }
        return false;
    }

    private void renew() {
        if (session.options().session().credentials() instanceof TokenCredentials tokens) {
            session.callbacks()
                    .runOnExecutor(
                            tokens::tokens,
                            this::upload,
                            fault -> session.callbacks().hookFailed("token provider", fault));
        }
    }

    private void upload(Collection<Token> tokens) {
        for (Token token : tokens) {
            String json = "{\"token\":\"" + token.value().replace("\\", "\\\\").replace("\"", "\\\"") + "\",\"type\":\""
                    + token.type() + "\"}";
            session.outbound().urgent(new OutgoingMessage(Message.of(UPLOAD, json.getBytes(UTF_8)), true));
        }
    }

    private static String type(String text) {
        String type = field(text, "type");
        return type == null ? "" : type;
    }

    private static @Nullable String field(String text, String name) {
        Matcher matcher = FIELD.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).equals(name)) {
                return matcher.group(2);
            }
        }
        return null;
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
