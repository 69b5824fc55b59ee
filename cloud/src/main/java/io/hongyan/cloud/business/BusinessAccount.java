package io.hongyan.cloud.business;

import io.hongyan.codec.topic.Topic;

/// A business system that has logged in. What it may do follows the metadata of now, and is nothing once it is not
/// valid any more. Any thread.
public sealed interface BusinessAccount permits KeyAccount, CustomUser {
    String instance();

    /// The id of the AccessKey whose rights it has, or the user name of a custom identity.
    String name();

    /// Whether it may send a message to the devices that subscribe to a topic.
    boolean mayPublish(Topic topic);

    /// Whether it may get what devices publish to all topics of a parent topic.
    boolean mayConsume(String parent);

    /// Whether it may learn when devices of a Group ID come and go.
    boolean mayWatch(String group);

    /// Which right it lacks when it may not consume, for an error text.
    ///
    /// @param parent the parent topic; empty for the status of a group
    String neededToConsume(String parent);

    /// Whether it may stay: its instance is there and in service, and what it logged in with still lets it in. Does
    /// not wait for the disk.
    boolean isValid();
}
