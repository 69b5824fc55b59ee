package io.hongyan.client.options;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Checks of settings; a wrong value is refused with a sentence that names the setting.
public final class Preconditions {
    private Preconditions() {}

    public static void check(boolean condition, String sentence) {
        if (!condition) {
            throw new IllegalArgumentException(sentence);
        }
    }

    public static void checkFilter(String field, String text) {
        try {
            TopicFilter.parse(text);
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(field + " is no topic filter: " + text + " (" + e.getMessage() + ")", e);
        }
    }

    public static void checkTopic(String field, String text) {
        try {
            Topic.of(text);
        } catch (ProtocolException | IllegalArgumentException e) {
            throw new IllegalArgumentException(field + " is no topic name: " + text + " (" + e.getMessage() + ")", e);
        }
    }

    /// A folder that can be written, and is made when it is not there.
    static void checkFolder(String field, Path path) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new IllegalArgumentException(field + " cannot be made: " + path + " (" + e + ")", e);
        }
        check(Files.isWritable(path), field + " cannot be written: " + path);
    }
}
