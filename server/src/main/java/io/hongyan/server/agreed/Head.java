package io.hongyan.server.agreed;

import java.util.List;
import java.util.Map;

/// What the metadata are made of: the one key that each change writes.
///
/// @param changes the last ones, the newest first: whoever gets no answer finds out by that whether its change was made
/// @param pages the names of the pages of each list, in their order
/// @param deletedInstances as in the snapshot, as is the next
record Head(
        List<String> changes, Map<MetadataList, List<String>> pages, List<String> deletedInstances, String tokenKey) {
    Head {
        changes = List.copyOf(changes);
        pages = Map.copyOf(pages);
        deletedInstances = List.copyOf(deletedInstances);
    }

    @Override
    public String toString() {
        return "Head[" + changes + ", ***]";
    }
}
