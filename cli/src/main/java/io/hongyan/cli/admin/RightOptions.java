package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What an AccessKey is to be allowed, and for what alone.
final class RightOptions {
    @Option(
            names = "--allow",
            split = ",",
            paramLabel = "ACTION",
            description =
                    "Actions that are allowed: mq:PUB, mq:SUB, those of the OpenAPI such as mq:SendMessage; * stands"
                            + " for any characters.")
    private List<String> allow = new ArrayList<>();

    @Option(
            names = "--deny",
            split = ",",
            paramLabel = "ACTION",
            description = "Actions that are denied, wherever they are allowed.")
    private List<String> deny = new ArrayList<>();

    @Option(
            names = "--instance",
            split = ",",
            paramLabel = "PATTERN",
            description = "What is allowed is allowed only in these instances.")
    private List<String> instances = new ArrayList<>();

    @Option(
            names = "--topic",
            split = ",",
            paramLabel = "PATTERN",
            description = "What is allowed is allowed only for these parent topics, and nothing about none.")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = "--group",
            split = ",",
            paramLabel = "PATTERN",
            description = "What is allowed is allowed only for these groups and their clients, and nothing about none.")
    private List<String> groups = new ArrayList<>();

    /// The body of the request.
    ///
    /// @param name of rights, such as `publish-only`; null with `--allow`
    Map<String, Object> body(@Nullable String name) {
        if ((name == null) == allow.isEmpty()) {
            throw Failure.usage("give a name, such as publish-only, or --allow with actions");
        }
        Map<String, Object> body = new LinkedHashMap<>();
        if (name != null) {
            body.put("named", name);
            putPatterns(body);
            return body;
        }
        List<Map<String, Object>> rights = new ArrayList<>();
        Map<String, Object> allowed = right("ALLOW", allow);
        putPatterns(allowed);
        rights.add(allowed);
        if (!deny.isEmpty()) {
            rights.add(right("DENY", deny)); // in full: what narrows is for what is allowed
        }
        body.put("rights", rights);
        return body;
    }

    private static Map<String, Object> right(String effect, List<String> actions) {
        Map<String, Object> right = new LinkedHashMap<>();
        right.put("effect", effect);
        right.put("actions", actions.stream().map(String::strip).toList());
        for (String any : List.of("instances", "topics", "groups")) {
            right.put(any, List.of());
        }
        return right;
    }

    private void putPatterns(Map<String, Object> into) {
        into.put("instances", instances);
        into.put("topics", topics);
        into.put("groups", groups);
    }
}
