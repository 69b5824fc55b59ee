package io.hongyan.conformance.console;

import static io.hongyan.conformance.console.Administration.segment;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The addresses of all pages, as the list of routes in the console's sources has them.
final class Pages {
    private static final Path ROUTES = Path.of("..", "console", "app", "src", "router.ts");
    private static final Pattern ROUTE = Pattern.compile("\\{ path: '([^']*)', name: '([^']*)'");

    /// Parts of pages that are shown one at a time.
    private static final Map<String, List<String>> PARTS = Map.of(
            "client", List.of("tab=subscriptions", "tab=queue", "tab=trace"),
            "topic", List.of("tab=send", "tab=retained"),
            "traces", List.of("tab=message", "tab=live", "client=DEVICE"),
            "queues", List.of("tab=connections"),
            "certificates", List.of("tab=servers", "tab=mode"),
            "retained", List.of("topic=RETAINED"),
            "top", List.of("tab=talkers", "tab=topics"),
            "alarms", List.of("tab=history", "tab=receivers"));

    /// Those that nobody needs to be logged in for, or that lead elsewhere.
    private static final List<String> OTHERS = List.of("login", "missing");

    private Pages() {}

    /// A page, with all of its parts.
    ///
    /// @param name of its route
    /// @param ofInstance whether it is about one instance
    record Page(String name, boolean ofInstance, List<String> addresses) {}

    static List<Page> of(String instance, String topic, Furnished furnished) throws IOException {
        List<Page> pages = new ArrayList<>();
        Matcher routes = ROUTE.matcher(Files.readString(ROUTES));
        while (routes.find()) {
            String name = routes.group(2);
            if (!OTHERS.contains(name)) {
                boolean ofInstance = !routes.group(1).startsWith("/");
                String path = "/console"
                        + (ofInstance
                                ? ("/instances/:instance/" + routes.group(1)).replaceFirst("/$", "")
                                : routes.group(1));
                String address = path.replace(":instance", segment(instance))
                        .replace(":topic", segment(topic))
                        .replace(":client", segment(furnished.device()))
                        .replace(":message", segment(furnished.message()));
                List<String> addresses = new ArrayList<>(List.of(address));
                for (String part : PARTS.getOrDefault(name, List.of())) {
                    addresses.add(address + "?"
                            + part.replace("DEVICE", segment(furnished.device()))
                                    .replace("RETAINED", segment(furnished.retained())));
                }
                pages.add(new Page(name, ofInstance, addresses));
            }
        }
        assertThat(pages).as("routes of %s", ROUTES).hasSizeGreaterThan(25);
        return pages;
    }
}
