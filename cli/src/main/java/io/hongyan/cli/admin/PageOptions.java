package io.hongyan.cli.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which part of a long list is shown.
final class PageOptions {
    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Only names that begin with this.")
    String prefix = "";

    @Option(
            names = "--after",
            paramLabel = "PLACE",
            defaultValue = "",
            description = "Go on where a list before ended, which names this.")
    String after = "";

    @Mixin
    LimitOption limit = new LimitOption();

    /// As a request has them.
    Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("limit", limit.text());
        if (!prefix.isEmpty()) {
            query.put("prefix", prefix);
        }
        if (!after.isEmpty()) {
            query.put("after", after);
        }
        return query;
    }
}
