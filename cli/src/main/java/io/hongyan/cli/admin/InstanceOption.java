package io.hongyan.cli.admin;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The instance that a command is about.
final class InstanceOption {
    @Option(
            names = "--instance",
            paramLabel = "ID",
            description = "Instance (default: the one that the first start made).")
    @Nullable
    String instance;

    String id(AdminOptions options) {
        return options.instance(instance);
    }
}
