package io.hongyan.cloud.metadata;

/// A declared parent topic: the first level of topics.
///
/// @param name 3 to 64 letters, digits, `-`, `_`
/// @param remark for people, at most 128 characters
/// @param createdAt milliseconds since 1970
public record ParentTopic(String name, String remark, long createdAt) {
    public ParentTopic {
        NameChecks.topic(name, remark);
    }
}
