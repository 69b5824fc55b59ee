package io.hongyan.conformance.console;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// What devices and people may call things, who want a page to do something else than to show it. If one is run, it
/// sets `injected`.
final class HostileNames {
    /// As `console/app/src/hostile.ts` has it.
    private static final Pattern HIDDEN = Pattern.compile(
            "[\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff]");

    private HostileNames() {}

    /// By what they try. Each may be a client id and a level of a topic.
    static Map<String, String> all() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("html", "<img src=x onerror=\"globalThis.injected=true\">");
        names.put("script", "\"'></title><script>globalThis.injected=true</script>");
        names.put("quotes", "it's \"quoted\" `${globalThis.injected=true}` \\");
        names.put("direction", "invoice\u202Egpj.exe\u2066\u200B");
        names.put("address", "javascript:globalThis.injected=true");
        names.put("data", "data:text/html,<script>globalThis.injected=true</script>");
        names.put("template", "{{ constructor.constructor('globalThis.injected=true')() }} @:common.yes {name} | x");
        names.put("up", "..%2f..%2faccounts");
        names.put("encoded", "%2e%2e%2f%2e%2e%2faccounts?x=1&after=#y");
        names.put("formula", "=HYPERLINK(\"http://evil.example\",\"1\")");
        names.put("long", "L".repeat(1000));
        names.put("step", "..");
        names.put("here", ".");
        return names;
    }

    /// With slashes, which a level of a topic has not.
    static Map<String, String> ofClients() {
        Map<String, String> names = all();
        names.put("path", "../../../console/accounts");
        names.put("elsewhere", "//evil.example/");
        names.put("sum", "=1+1#+");
        return names;
    }

    /// As the pages show it.
    static String shown(String text) {
        return HIDDEN.matcher(text)
                .replaceAll(found ->
                        "<U+%04X>".formatted((int) found.group().charAt(0)).toUpperCase(Locale.ROOT));
    }

    /// Whether a browser can name it in an address at all.
    static boolean isNameable(String text) {
        return !text.equals(".") && !text.equals("..");
    }
}
