package io.hongyan.server.agreed;

import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cloud.metadata.StoredMetadata;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The metadata as they stood in the agreement at one revision.
///
/// @param revision that wrote the head
/// @param pages by name
record AgreedState(long revision, Head head, Map<String, Page> pages, MetadataSnapshot snapshot)
        implements StoredMetadata {
    AgreedState {
        pages = Map.copyOf(pages);
    }

    /// One of its pages.
    Page page(String name) {
        return Objects.requireNonNull(pages.get(name), name);
    }

    /// @param pages those that the head names, and perhaps others
    /// @throws UnreadableException when one is not there
    static AgreedState of(long revision, Head head, Map<String, Page> pages) {
        Map<String, Page> own = new HashMap<>();
        Map<MetadataList, List<Item>> lists = new EnumMap<>(MetadataList.class);
        head.pages().forEach((list, names) -> {
            List<Item> items = new ArrayList<>();
            for (String name : names) {
                Page page = pages.get(name);
                if (page == null) {
                    throw new UnreadableException("page " + name + " of " + list.field() + " is not there");
                }
                own.put(name, page);
                items.addAll(page.items());
            }
            lists.put(list, items);
        });
        return new AgreedState(revision, head, own, Items.snapshot(lists, head.deletedInstances(), head.tokenKey()));
    }
}
