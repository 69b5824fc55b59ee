package io.hongyan.cloud.metadata;

import io.hongyan.cloud.metadata.MetadataException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The users of instances that are in the operator's file. [Metadata] guards it.
final class FileUsers {
    private final Map<String, List<PasswordUser>> users = new HashMap<>();

    /// Notes whom the file holds now.
    ///
    /// @return whom it held before
    List<PasswordUser> replace(String instance, List<PasswordUser> now) {
        List<PasswordUser> before = users.put(instance, List.copyOf(now));
        return before == null ? List.of() : before;
    }

    /// Metadata as they are saved, with these users beside the others. One of the file hides another one of his name.
    MetadataSnapshot with(MetadataSnapshot saved) {
        return users.isEmpty()
                ? saved
                : saved.withInstances(saved.instances().stream().map(this::with).toList());
    }

    private CloudInstance with(CloudInstance instance) {
        List<PasswordUser> ofFile = users.getOrDefault(instance.id(), List.of());
        if (ofFile.isEmpty()) {
            return instance;
        }
        List<PasswordUser> all = new ArrayList<>(ofFile);
        all.addAll(others(instance));
        return instance.withUsers(all);
    }

    /// The users of an instance who are not in the file.
    List<PasswordUser> others(CloudInstance instance) {
        Set<String> names = new HashSet<>();
        users.getOrDefault(instance.id(), List.of()).forEach(user -> names.add(user.name()));
        return instance.users().stream()
                .filter(user -> !names.contains(user.name()))
                .toList();
    }

    /// Refuses a change of a user whom the file holds: the next look at the file would undo it.
    void refuse(String instance, String user) {
        if (users.getOrDefault(instance, List.of()).stream()
                .anyMatch(each -> each.name().equals(user))) {
            throw new MetadataException(
                    Kind.LIMIT, "user " + user + " is in the file of users (auth.passwordFile); change it there");
        }
    }
}
