package io.hongyan.cloud.metadata;

import io.hongyan.cloud.metadata.MetadataException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Which users of an instance are in the operator's file. [Metadata] guards it.
final class FileUsers {
    private final Map<String, Set<String>> names = new HashMap<>();

    /// Notes whom the file holds now.
    ///
    /// @return the names that it held before
    Set<String> replace(String instance, List<PasswordUser> users) {
        Set<String> before =
                names.put(instance, users.stream().map(PasswordUser::name).collect(Collectors.toUnmodifiableSet()));
        return before == null ? Set.of() : before;
    }

    /// Takes a replacement back.
    void restore(String instance, Set<String> before) {
        names.put(instance, before);
    }

    /// The users of an instance after the file has changed.
    ///
    /// @param before names that the file held before
    static List<PasswordUser> merged(List<PasswordUser> present, Set<String> before, List<PasswordUser> users) {
        Set<String> gone = new HashSet<>(before);
        users.forEach(user -> gone.add(user.name()));
        List<PasswordUser> merged = new ArrayList<>(users);
        present.stream().filter(user -> !gone.contains(user.name())).forEach(merged::add);
        return merged;
    }

    /// A snapshot without them, as it is saved.
    MetadataSnapshot without(MetadataSnapshot snapshot) {
        return names.isEmpty()
                ? snapshot
                : snapshot.withInstances(
                        snapshot.instances().stream().map(this::without).toList());
    }

    private CloudInstance without(CloudInstance instance) {
        Set<String> here = names.getOrDefault(instance.id(), Set.of());
        return instance.withUsers(instance.users().stream()
                .filter(user -> !here.contains(user.name()))
                .toList());
    }

    /// Refuses a change of a user whom the file holds: the next look at the file would undo it.
    void refuse(String instance, String user) {
        if (names.getOrDefault(instance, Set.of()).contains(user)) {
            throw new MetadataException(
                    Kind.LIMIT, "user " + user + " is in the file of users (auth.passwordFile); change it there");
        }
    }
}
