package io.hongyan.server.agreed;

import io.hongyan.cluster.agree.Change;
import io.hongyan.cluster.agree.Entry;
import io.hongyan.cluster.agree.Range;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts the metadata together from what is read and heard. Pages that are known already are not read again.
///
/// Confined to one thread.
final class MetadataReader {
    private final PageForm form;

    /// Pages that no head names yet.
    private final Map<String, byte[]> waiting = new HashMap<>();

    private @Nullable AgreedState state;
    private List<String> garbage = List.of();

    /// @param known null for nothing
    MetadataReader(PageForm form, @Nullable AgreedState known) {
        this.form = form;
        this.state = known;
    }

    /// What was put together last; null when there are no metadata.
    @Nullable
    AgreedState state() {
        return state;
    }

    /// All that is there.
    ///
    /// @throws UnreadableException when it cannot be understood: then all must be read again
    @Nullable
    AgreedState all(Range range) {
        waiting.clear();
        Entry head = null;
        for (Entry entry : range.entries()) {
            head = entry.key().equals(MetadataKeys.HEAD) ? entry : head;
            wait(entry);
        }
        if (head == null) {
            state = null;
        } else {
            build(head);
        }
        return state;
    }

    /// What has changed since.
    ///
    /// @return null when the head did not
    /// @throws UnreadableException as [#all]
    @Nullable
    AgreedState changed(List<Change> changes) {
        Entry head = null;
        for (Change change : changes) {
            if (change instanceof Change.Put(Entry entry)) {
                wait(entry);
                head = entry.key().equals(MetadataKeys.HEAD) ? entry : head;
            }
        }
        if (head == null) {
            return null;
        }
        build(head); // the last one needs no page that came after it
        return state;
    }

    private void wait(Entry entry) {
        String name = MetadataKeys.pageName(entry.key());
        if (!name.isEmpty()) {
            waiting.put(name, entry.value());
        }
    }

    private void build(Entry entry) {
        if (state != null && state.revision() == entry.changed()) {
            return;
        }
        Head head = form.head(entry.value());
        Map<String, Page> pages = new HashMap<>();
        head.pages().forEach((list, names) -> {
            for (String name : names) {
                Page known = state == null ? null : state.pages().get(name);
                byte[] value = waiting.get(name);
                if (known != null) {
                    pages.put(name, known);
                } else if (value != null) {
                    pages.put(name, form.page(name, list, value));
                }
            }
        });
        AgreedState built = AgreedState.of(entry.changed(), head, pages);
        state = built;
        List<String> old = waiting.keySet().stream()
                .filter(name -> MetadataKeys.madeFor(name) < built.revision())
                .toList();
        waiting.keySet().removeAll(old);
        garbage = old.stream().filter(name -> !built.pages().containsKey(name)).toList();
    }

    /// The names of pages that were seen last and that nobody will ever need.
    List<String> garbage() {
        return garbage;
    }
}
