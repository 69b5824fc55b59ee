package io.hongyan.client.options;

import io.hongyan.client.config.OfflineQueue;
import org.jspecify.annotations.Nullable;

/// The limits of a client for sending and receiving.
///
/// @param queue what may wait to be sent
/// @param receiveMaximum messages of QoS 1 and 2 that the server may send ahead of their acknowledgements
/// @param inFlight the most messages of QoS 1 and 2 sent ahead of their acknowledgements; null = by the version
/// @param maximumPacketSize bytes of the largest packet that is taken
/// @param aliasesIn topic aliases that the server may give
/// @param aliasesOut topic aliases that the client gives, as far as the server allows
/// @param mailbox the most messages of QoS 0 that wait for one receiver
public record LimitOptions(
        OfflineQueue queue,
        int receiveMaximum,
        @Nullable Integer inFlight,
        int maximumPacketSize,
        int aliasesIn,
        int aliasesOut,
        int mailbox) {
    /// One object for all clients that set none of them.
    private static final LimitOptions USUAL =
            new LimitOptions(OfflineQueue.USUAL, 1024, null, 16 << 20, 32, 32, 65_536);

    /// Holds the defaults until they are set.
    public static final class Builder {
        private OfflineQueue queue = OfflineQueue.USUAL;
        private int receiveMaximum = 1024;
        private @Nullable Integer inFlight;
        private int maximumPacketSize = 16 << 20;
        private int aliasesIn = 32;
        private int aliasesOut = 32;
        private int mailbox = 65_536;

        public void queue(OfflineQueue value) {
            queue = value;
        }

        public void receiveMaximum(int value) {
            Preconditions.check(value >= 1 && value <= 0xffff, "receiveMaximum is 1 to 65535, not " + value);
            receiveMaximum = value;
        }

        public void inFlight(int value) {
            Preconditions.check(value >= 1 && value <= 60_000, "inFlight is 1 to 60000, not " + value);
            inFlight = value;
        }

        public void maximumPacketSize(int value) {
            Preconditions.check(
                    value >= 64 && value <= 268_435_456, "maximumPacketSize is 64 to 268435456 bytes, not " + value);
            maximumPacketSize = value;
        }

        public void topicAliases(int received, int sent) {
            Preconditions.check(
                    received >= 0 && received <= 0xffff, "topicAliases.received is 0 to 65535, not " + received);
            Preconditions.check(sent >= 0 && sent <= 0xffff, "topicAliases.sent is 0 to 65535, not " + sent);
            aliasesIn = received;
            aliasesOut = sent;
        }

        public void mailbox(int value) {
            Preconditions.check(value >= 1 && value <= 10_000_000, "mailbox is 1 to 10000000 messages, not " + value);
            mailbox = value;
        }

        public LimitOptions build() {
            LimitOptions built = new LimitOptions(
                    queue, receiveMaximum, inFlight, maximumPacketSize, aliasesIn, aliasesOut, mailbox);
            return built.equals(USUAL) ? USUAL : built;
        }
    }
}
