package io.hongyan.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/// Reads a form whose fields are parts of a body (RFC 7578): fields of text, and no files.
public final class MultipartForm {
    private static final int MOST_PARTS = 1000;
    private static final int HEAD_BYTES = 8 << 10;
    private static final int LONGEST_BOUNDARY = 70;
    private static final String ENCODING = "Content-Transfer-Encoding";
    /// The transfer encodings that change nothing.
    private static final Set<String> PLAIN = Set.of("7bit", "8bit", "binary");

    private MultipartForm() {}

    /// Names and values in the order in which they came, at most 1,000.
    ///
    /// @param type the header `Content-Type`
    /// @throws IllegalArgumentException when the form cannot be read, with a text for the client
    public static List<Map.Entry<String, String>> fields(String type, byte[] body) {
        @Nullable String boundary = boundary(type);
        if (boundary == null || boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            throw new IllegalArgumentException(
                    "multipart/form-data names a boundary of 1 to " + LONGEST_BOUNDARY + " characters");
        }
        Parts parts = new Parts();
        MultiPart.Parser parser = new MultiPart.Parser(boundary, parts);
        parser.setMaxParts(MOST_PARTS);
        parser.setPartHeadersMaxLength(HEAD_BYTES);
        parser.parse(Content.Chunk.from(ByteBuffer.wrap(body), true));
        return parts.fields();
    }

    /// Names of parameters are written in small letters and in capitals alike (RFC 2045, 5.1), which
    /// [MultiPart#extractBoundary] does not go by.
    private static @Nullable String boundary(String type) {
        Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        String _ = HttpField.getValueParameters(type, parameters);
        return HttpField.PARAMETER_TOKENIZER.unquote(parameters.get("boundary"));
    }

    /// Jetty swallows exceptions of these methods.
    private static final class Parts extends MultiPart.AbstractPartsListener {
        private final List<Map.Entry<String, String>> fields = new ArrayList<>();
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private @Nullable String fault;

        @Override
        public void onPartContent(Content.Chunk chunk) {
            content.writeBytes(HttpExchange.bytes(chunk));
        }

        @Override
        public void onPart(@Nullable String name, @Nullable String fileName, HttpFields headers) {
            byte[] bytes = content.toByteArray();
            content.reset();
            @Nullable String encoding = headers.get(ENCODING);
            if (name == null || name.isEmpty()) {
                wrong("a part of the form has no name");
            } else if (fileName != null) {
                wrong("part " + name + " of the form is a file; only text is taken");
            } else if (encoding != null && PLAIN.stream().noneMatch(encoding::equalsIgnoreCase)) {
                wrong("part " + name + " of the form has a " + ENCODING + "; send it as it is");
            } else {
                add(name, bytes);
            }
        }

        private void add(String name, byte[] bytes) {
            try {
                fields.add(Map.entry(
                        name, UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString()));
            } catch (CharacterCodingException _) {
                wrong("part " + name + " of the form is not UTF-8");
            }
        }

        @Override
        public void onFailure(Throwable failure) {
            wrong("the form cannot be read: " + failure.getMessage());
        }

        private void wrong(String why) {
            fault = fault == null ? why : fault;
        }

        List<Map.Entry<String, String>> fields() {
            if (fault != null) {
                throw new IllegalArgumentException(fault);
            }
            return fields;
        }
    }
}
