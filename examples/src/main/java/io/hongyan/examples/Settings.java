package io.hongyan.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The settings of the examples, with the names of the cloud service's own examples.
///
/// @param endPoint host and port, as the client's builder takes it
/// @param topic the parent topic
/// @param webSocket where browsers connect; only the live room needs it
record Settings(
        String accessKey,
        String secretKey,
        String endPoint,
        String instanceId,
        String topic,
        String groupId,
        String webSocket) {
    private static final List<String> NEEDED =
            List.of("access_key", "secret_key", "end_point", "instance_id", "topic", "group_id");
    private static final String WEB_SOCKET = "web_socket";
    /// Only the example with the server SDK needs it.
    private static final String AMQP = "amqp";

    /// Reads the file.
    ///
    /// @throws IllegalArgumentException whose message says what to change in the file
    static Settings read(Path file) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        parse(file).forEach((key, value) -> {
            if (!NEEDED.contains(key) && !key.equals(WEB_SOCKET) && !key.equals(AMQP)) {
                throw new IllegalArgumentException(
                        file + ": " + key + " is no setting; there are " + String.join(", ", NEEDED)
                                + ", for the live room " + WEB_SOCKET + ", and for the server SDK " + AMQP);
            }
            values.put(key, value == null ? "" : value.toString());
        });
        return new Settings(
                needed(values, "access_key", file),
                needed(values, "secret_key", file),
                needed(values, "end_point", file),
                needed(values, "instance_id", file),
                needed(values, "topic", file),
                needed(values, "group_id", file),
                values.getOrDefault(WEB_SOCKET, ""));
    }

    private static String needed(Map<String, String> values, String key, Path file) {
        String value = values.getOrDefault(key, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException(file + ": " + key
                    + " is missing; './hongyan credentials' prints the values where the service runs");
        }
        return value;
    }

    private static Map<String, Object> parse(Path file) throws IOException {
        try {
            return YAMLMapper.shared().readValue(Files.readString(file), new TypeReference<>() {});
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + " is not there", e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    file + " is no YAML with a key and a value a line: " + e.getMessage(), e);
        }
    }

    /// The client id of a device: group and device, in the form of the cloud service.
    String clientId(String device) {
        return groupId + "@@@" + device;
    }

    /// Names the key, without the secret.
    @Override
    public String toString() {
        return "Settings[" + endPoint + ", " + instanceId + ", " + accessKey + "]";
    }
}
