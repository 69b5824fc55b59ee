package io.hongyan.openapi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.hongyan.openapi.request.ApiRequest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A request as bytes, much as HTTP has it: a line with method and target, a line for each header, an empty line, the
/// body. Any bytes are a request.
final class WireForm {
    private WireForm() {}

    static byte[] of(ApiRequest request) {
        StringBuilder text = new StringBuilder(request.method()).append(' ').append(request.path());
        if (!request.query().isEmpty()) {
            text.append('?').append(request.query());
        }
        text.append('\n');
        request.headers().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> text.append(each.getKey())
                        .append(':')
                        .append(each.getValue())
                        .append('\n'));
        text.append('\n').append(new String(request.body(), ISO_8859_1));
        return text.toString().getBytes(ISO_8859_1);
    }

    static ApiRequest parse(byte[] bytes) {
        String text = new String(bytes, ISO_8859_1);
        int end = text.indexOf("\n\n");
        String head = end < 0 ? text : text.substring(0, end);
        byte[] body = end < 0 ? new byte[0] : Arrays.copyOfRange(bytes, end + 2, bytes.length);
        String[] lines = head.split("\n", -1);
        String[] words = lines[0].split(" ", 2);
        String[] target = words.length == 1 ? new String[] {""} : words[1].split("\\?", 2);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : Arrays.copyOfRange(lines, 1, lines.length)) {
            String[] pair = line.split(":", 2);
            headers.putIfAbsent(pair[0].toLowerCase(Locale.ROOT), pair.length == 1 ? "" : pair[1]);
        }
        return new ApiRequest(words[0], target[0], target.length == 1 ? "" : target[1], headers, body, "127.0.0.1");
    }
}
