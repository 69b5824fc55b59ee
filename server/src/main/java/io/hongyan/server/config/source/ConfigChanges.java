package io.hongyan.server.config.source;

import io.hongyan.server.config.ServerConfig;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The keys in which two configurations differ. A section that only one of them has is named as a whole.
///
/// @param reloaded those that may change while the server runs
/// @param restart those that need a restart
public record ConfigChanges(List<String> reloaded, List<String> restart) {
    public ConfigChanges {
        reloaded = List.copyOf(reloaded);
        restart = List.copyOf(restart);
    }

    public static ConfigChanges between(ServerConfig before, ServerConfig after) {
        List<String> changed = new ArrayList<>();
        sections("", before, after, changed);
        KeyTable keys = KeyTable.load();
        return new ConfigChanges(
                changed.stream().filter(keys::isReloaded).toList(),
                changed.stream().filter(key -> !keys.isReloaded(key)).toList());
    }

    private static void sections(String path, Object before, Object after, List<String> changed) {
        for (RecordComponent component : before.getClass().getRecordComponents()) {
            String key = Binder.join(path, component.getName());
            Object old = Schema.value(component, before);
            Object now = Schema.value(component, after);
            if (Schema.isSection(component.getType())) {
                sections(key, old, now, changed);
            } else if (Schema.isNamedSections(component.getType())) {
                named(key, (Map<?, ?>) old, (Map<?, ?>) now, changed);
            } else if (!old.equals(now)) {
                changed.add(key);
            }
        }
    }

    private static void named(String path, Map<?, ?> before, Map<?, ?> after, List<String> changed) {
        Set<Object> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (Object name : names) {
            @Nullable Object old = before.get(name);
            @Nullable Object now = after.get(name);
            if (old != null && now != null) {
                sections(path + "." + name, old, now, changed);
            } else {
                changed.add(path + "." + name);
            }
        }
    }
}
