package io.hongyan.cloud.custom;

import io.hongyan.cloud.record.IdentityType;
import io.hongyan.cloud.record.RowName;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.topic.TopicFilter;

/// Allows or denies something to a user name or a client id.
///
/// @param identity the user name or client id, 1 to 256 characters
/// @param topic may have `+` and `#`; 1 to 256 characters, not shared
/// @param action not [PermitAction#CONNECT]
/// @param allows else it denies, which counts more
public record CustomPermission(
        IdentityType type, String identity, TopicFilter topic, PermitAction action, boolean allows) {
    /// Characters of a topic at most.
    public static final int LONGEST_TOPIC = 256;

    /// @throws IllegalArgumentException when it cannot be one
    public CustomPermission {
        checkIdentity(identity);
        if (topic.isShared() || topic.text().length() > LONGEST_TOPIC) {
            throw noTopic(topic.text());
        }
        if (action == PermitAction.CONNECT) {
            throw new IllegalArgumentException(
                    "a permission is to publish or to subscribe; the blacklist says who may not connect");
        }
    }

    /// The topic of a permission.
    ///
    /// @throws IllegalArgumentException when a text cannot be one
    public static TopicFilter topic(String text) {
        try {
            TopicFilter topic = TopicFilter.parse(text);
            if (!topic.isShared() && text.length() <= LONGEST_TOPIC) {
                return topic;
            }
        } catch (ProtocolException _) {
            // Refused below, as is a shared one.
        }
        throw noTopic(text);
    }

    private static IllegalArgumentException noTopic(String text) {
        return new IllegalArgumentException(
                "topic is a topic of at most " + LONGEST_TOPIC + " characters, perhaps with + and #, not " + text);
    }

    /// Looks whether a permission can be of that user name or client id.
    ///
    /// @throws IllegalArgumentException when it cannot
    public static void checkIdentity(String identity) {
        RowName.checked("identity", identity, RowName.LONGEST_CLIENT);
    }
}
