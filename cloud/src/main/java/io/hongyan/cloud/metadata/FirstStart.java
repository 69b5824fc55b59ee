package io.hongyan.cloud.metadata;

import java.util.random.RandomGenerator;

/// The instance, group, parent topic and AccessKey that are created at the first start.
///
/// @param secret of the AccessKey; shown once
public record FirstStart(String instance, String accessKey, String secret, String group, String topic) {
    private static final String GROUP = "GID_default";
    private static final String TOPIC = "TopicDefault";
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final String ALL = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + LOWER;
    private static final int INSTANCE_LENGTH = 8;
    private static final int KEY_LENGTH = 24;
    private static final int SECRET_LENGTH = 30;

    /// Creates an instance with a group and a parent topic, and an AccessKey.
    ///
    /// @param random must be unpredictable: the secret comes from it
    public static FirstStart create(Metadata metadata, Profile profile, RandomGenerator random) {
        FirstStart drawn = draw(random);
        metadata.createFirst(drawn, profile, false);
        return drawn;
    }

    /// Draws names and secret. Nothing is created yet.
    ///
    /// @param random must be unpredictable: the secret comes from it
    public static FirstStart draw(RandomGenerator random) {
        String instance = "mqtt-cn-" + text(LOWER, INSTANCE_LENGTH, random);
        AccessKey key = newAccessKey(random);
        return new FirstStart(instance, key.id(), key.secret(), GROUP, TOPIC);
    }

    /// Creates what was drawn, unless there is an instance: somebody else may have been faster.
    ///
    /// @return whether there was none
    public boolean create(Metadata metadata, Profile profile) {
        return metadata.createFirst(this, profile, true);
    }

    /// Whether the metadata is empty.
    public static boolean due(Metadata metadata) {
        MetadataSnapshot now = metadata.snapshot();
        return now.instances().isEmpty() && now.accessKeys().isEmpty();
    }

    /// A random AccessKey for all instances. It is not stored.
    public static AccessKey newAccessKey(RandomGenerator random) {
        return new AccessKey(text(ALL, KEY_LENGTH, random), text(ALL, SECRET_LENGTH, random));
    }

    private static String text(String alphabet, int length, RandomGenerator random) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "FirstStart[" + instance + ", " + accessKey + ", ***, " + group + ", " + topic + "]";
    }
}
