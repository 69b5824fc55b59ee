package io.hongyan.cloud.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.auth.DirectDelivery;
import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// Topics of messages to one client: `parent/p2p/clientId`, exactly three levels.
public final class P2pTopics implements DirectDelivery {
    private static final int MARK_LENGTH = "/p2p/".length();

    @Override
    public @Nullable String target(Topic topic) {
        return receiver(topic);
    }

    /// The client id of the receiver; null when it is not a P2P topic.
    public static @Nullable String receiver(Topic topic) {
        int from = receiverAt(topic.utf8());
        return from < 0 ? null : new String(topic.utf8(), from, topic.length() - from, UTF_8);
    }

    /// Whether a topic, or a filter without wildcards, is a P2P topic.
    public static boolean is(byte[] utf8) {
        return receiverAt(utf8) >= 0;
    }

    /// The length without the client id of the receiver; the whole length when it is not a P2P topic.
    public static int lengthWithoutReceiver(byte[] utf8) {
        int at = receiverAt(utf8);
        return at < 0 ? utf8.length : at;
    }

    /// The index of the client id of the receiver, or -1.
    private static int receiverAt(byte[] utf8) {
        int slash = firstSlash(utf8);
        int receiver = slash + MARK_LENGTH;
        if (slash < 1
                || receiver >= utf8.length
                || utf8[slash + 1] != 'p'
                || utf8[slash + 2] != '2'
                || utf8[slash + 3] != 'p'
                || utf8[slash + 4] != '/') {
            return -1;
        }
        for (int i = receiver; i < utf8.length; i++) {
            if (utf8[i] == '/') {
                return -1;
            }
        }
        return receiver;
    }

    /// The index of the first slash; the length when there is none.
    static int firstSlash(byte[] utf8) {
        int at = 0;
        while (at < utf8.length && utf8[at] != '/') {
            at++;
        }
        return at;
    }
}
