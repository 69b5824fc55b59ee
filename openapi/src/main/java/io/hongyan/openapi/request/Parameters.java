package io.hongyan.openapi.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.openapi.action.ApiError;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The decoded parameters of a request: those of the query and those of a form in the body, which the cloud service
/// does not tell apart.
public final class Parameters {
    private static final int MOST = 1000;
    private static final int HEX = 16;
    private static final String ILLEGAL = "ParameterCheckFailed";

    private final Map<String, String> all = new LinkedHashMap<>();
    private final Map<String, String> ofQuery = new LinkedHashMap<>();

    /// @param query as it was sent
    /// @param form the body of a form as it was sent; empty without one
    /// @throws ApiError when one of them cannot be decoded, or a name stands twice
    public static Parameters of(String query, String form) {
        Parameters parameters = new Parameters();
        parameters.add(query);
        parameters.ofQuery.putAll(parameters.all);
        parameters.add(form);
        return parameters;
    }

    /// @param query as it was sent
    /// @param fields names and values of a form, decoded
    /// @throws ApiError when the query cannot be decoded, or a name stands twice
    public static Parameters of(String query, List<Map.Entry<String, String>> fields) {
        Parameters parameters = of(query, "");
        fields.forEach(field -> parameters.add(field.getKey(), field.getValue()));
        return parameters;
    }

    private void add(String text) {
        for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (!name.isEmpty()) {
                add(name, value);
            }
        }
    }

    private void add(String name, String value) {
        if (all.putIfAbsent(name, value) != null) {
            throw ApiError.bad(ILLEGAL, "parameter " + shortened(name) + " stands twice; send it once");
        }
        if (all.size() > MOST) {
            throw ApiError.bad(ILLEGAL, "more than " + MOST + " parameters");
        }
    }

    /// Unlike URLDecoder it refuses bytes that are not UTF-8: a message must not arrive with other text than was sent.
    private static String decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '+' -> bytes.write(' ');
                case '%' -> {
                    bytes.write(octet(text, i));
                    i += 2;
                }
                default -> {
                    if (c <= ' ' || c >= 0x7f) {
                        throw ApiError.bad(ILLEGAL, "a character that must be percent-encoded, at " + shortened(text));
                    }
                    bytes.write(c);
                }
            }
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException _) {
            throw ApiError.bad(ILLEGAL, "not UTF-8: " + shortened(text));
        }
    }

    private static int octet(String text, int percent) {
        int high = percent + 2 < text.length() ? Character.digit(text.charAt(percent + 1), HEX) : -1;
        int low = percent + 2 < text.length() ? Character.digit(text.charAt(percent + 2), HEX) : -1;
        if (high < 0 || low < 0) {
            throw ApiError.bad(ILLEGAL, "not percent-encoded: " + shortened(text) + "; a percent sign itself is %25");
        }
        return high * HEX + low;
    }

    private static String shortened(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "...";
    }

    public @Nullable String get(String name) {
        return all.get(name);
    }

    /// The value of a parameter; empty when it is missing.
    public String text(String name) {
        return all.getOrDefault(name, "");
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(all.keySet());
    }

    /// All of them.
    public Map<String, String> values() {
        return Collections.unmodifiableMap(all);
    }

    /// Those of the query alone.
    public Map<String, String> ofQuery() {
        return Collections.unmodifiableMap(ofQuery);
    }
}
