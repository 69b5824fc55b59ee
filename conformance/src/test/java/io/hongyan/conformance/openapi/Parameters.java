package io.hongyan.conformance.openapi;

import java.util.LinkedHashMap;
import java.util.Map;

/// Parameters of a call.
final class Parameters {
    private Parameters() {}

    static Map<String, String> of(String name, String value, String... more) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(name, value);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }
}
