package io.hongyan.server.config.source;

import io.hongyan.codec.QoS;
import io.hongyan.server.config.Durations;
import io.hongyan.server.config.ListenerConfig;
import io.hongyan.server.config.Port;
import io.hongyan.server.config.Secret;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.Sizes;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes the reference page from the records, so that it cannot differ from what the server does.
final class ConfigPage {
    private final KeyTable keys;
    private final StringBuilder out = new StringBuilder();

    private ConfigPage(KeyTable keys) {
        this.keys = keys;
    }

    static String reference() {
        ConfigPage page = new ConfigPage(KeyTable.load());
        page.out.append("""
                # Configuration

                This page is generated from the code, and a test keeps it so.

                The service starts without any configuration. Values come from these places; a later one wins:

                1. the defaults below,
                2. a YAML file: `./hongyan serve --config hongyan.yaml`
                   ([an example with every key](hongyan.example.yaml)),
                3. environment variables: `HONGYAN_BROKER_SESSION_MAX_INFLIGHT=20`,
                4. the command line: `--set broker.session.maxInflight=20`, and options such as `--tcp-port`.

                An unknown key is an error with a suggestion; so is a value out of range. An environment variable
                that fits no key is a warning. `./hongyan check-config FILE` tells all faults of it and of the
                files that it names, each as `FILE:LINE: what is wrong; what to do`;
                `./hongyan print-config` shows the configuration in effect, with secrets masked.

                Names of files and folders that do not begin with `/` are taken from the folder in which the
                command is typed, not from that of the configuration file. Write whole paths for a service.

                Instead of `true` and `false`, `yes` and `no` or `on` and `off` may be written.
                Durations are written `500ms`, `30s`, `5m`, `1h30m`, `3d`. Sizes are written `512`, `64KiB`, `1MiB`
                (powers of 1024) or `10MB` (powers of 1000). A port is a number, `0` (off) or `auto` (any free one).
                Lists are written `[one, two]`, in variables also `one,two`. `NAME` stands for a name of your choice.

                `hongyan admin reload` and SIGHUP read the configuration again, from the same file, variables and
                options. A change of a key with `yes` under *reload* holds from then on; other changes are named in
                the answer and in the log, and need a restart. The content of files that keys name (certificates,
                users, rights) is read again as well.
                """);
        page.section("", ServerConfig.defaults(), "Top level");
        return page.out.toString();
    }

    private void section(String path, Object defaults, String title) {
        out.append("\n## ").append(title).append("\n\n");
        keys.find(path).ifPresent(text -> out.append(text).append("\n\n"));
        List<RecordComponent> inner = new ArrayList<>();
        List<RecordComponent> own = new ArrayList<>();
        for (RecordComponent component : defaults.getClass().getRecordComponents()) {
            boolean holdsOthers = Schema.isSection(component.getType()) || Schema.isNamedSections(component.getType());
            (holdsOthers ? inner : own).add(component);
        }
        out.append("| key | type | default | reload | meaning |\n|---|---|---|---|---|\n");
        own.forEach(
                component -> row(Binder.join(path, component.getName()), component, Schema.value(component, defaults)));
        for (RecordComponent component : inner) {
            String key = Binder.join(path, component.getName());
            if (Schema.isSection(component.getType())) {
                section(key, Schema.value(component, defaults), "`" + key + "`");
            } else {
                section(key + ".NAME", Schema.defaults(Schema.elementType(component)), "`" + key + ".NAME`");
                presets(key, (Map<?, ?>) Schema.value(component, defaults));
            }
        }
    }

    private void row(String key, RecordComponent component, Object value) {
        String text = value instanceof List<?> list && list.isEmpty()
                ? ""
                : ValueParser.format(component.getName(), component.getType(), value);
        out.append("| `").append(key).append("` | ").append(type(component)).append(" | ");
        out.append(text.isEmpty() ? "" : "`" + text + "`").append(" | ");
        out.append(keys.isReloaded(key) ? "yes | " : "| ");
        out.append(keys.find(key).orElse("").replace("|", "\\|")).append(" |\n");
    }

    private void presets(String key, Map<?, ?> presets) {
        if (presets.isEmpty()) {
            return;
        }
        out.append("\nPresent by default: ");
        List<String> names = new ArrayList<>();
        presets.forEach((name, preset) -> {
            if (preset instanceof ListenerConfig listener) {
                names.add("`" + key + "." + name + "` (kind `" + ValueParser.format(listener.kind()) + "`, port `"
                        + listener.port() + "`)");
            }
        });
        out.append(String.join(", ", names)).append(".\n");
    }

    private static String type(RecordComponent component) {
        Class<?> type = component.getType();
        if (Schema.isList(type)) {
            return "list";
        }
        if (ValueParser.isSize(component.getName(), type)) {
            return "size";
        }
        if (type == int.class || type == long.class) {
            return "number";
        }
        if (type == boolean.class) {
            return "true, false";
        }
        if (type == Duration.class) {
            return "duration";
        }
        if (type == Port.class) {
            return "port";
        }
        if (type == QoS.class) {
            return "0, 1, 2";
        }
        if (type.isEnum()) {
            return ValueParser.choices(type).replace(" or ", ", ");
        }
        return type == Secret.class ? "secret" : "text";
    }
}
