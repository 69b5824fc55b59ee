package io.hongyan.server.agreed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.cloud.metadata.MetadataException;
import io.hongyan.cloud.metadata.MetadataException.Kind;
import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cluster.agree.Agreement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Decides which values stand in which page: a change makes new pages only of those in which something is other than
/// before.
final class Paging {
    /// A page gets no further value above this.
    static final int PAGE_BYTES = 64 << 10;

    /// All pages together: they are read at once, within the time-out of one call.
    private static final long MOST_BYTES = 32L << 20;

    private static final int CHANGES_KEPT = 16;

    private final PageForm form;
    private final RandomGenerator random;

    Paging(PageForm form, RandomGenerator random) {
        this.form = form;
        this.random = random;
    }

    /// What has to be written so that a snapshot stands there.
    ///
    /// @param base what stands there; null for nothing
    /// @throws MetadataException when it is too much
    Draft draft(@Nullable AgreedState base, MetadataSnapshot next) {
        long from = base == null ? 0 : base.revision();
        String change = HexFormat.of().toHexDigits(random.nextLong());
        var work = new Work(base, HexFormat.of().toHexDigits(from) + "-" + change);
        Items.of(next).forEach(work::list);
        List<String> changes = new ArrayList<>(List.of(change));
        if (base != null) {
            base.head().changes().stream().limit(CHANGES_KEPT - 1L).forEach(changes::add);
        }
        Head head = new Head(changes, work.names, next.deletedInstances(), next.tokenKey());
        byte[] text = form.write(head);
        if (text.length > Agreement.MAX_VALUE) {
            throw tooLarge("a list of pages of " + text.length + " bytes, and the most is " + Agreement.MAX_VALUE);
        }
        long bytes = work.pages.values().stream().mapToLong(Page::bytes).sum();
        if (bytes > MOST_BYTES) {
            throw tooLarge(bytes + " bytes, and the most is " + MOST_BYTES);
        }
        List<String> dropped = base == null
                ? List.of()
                : base.pages().keySet().stream()
                        .filter(name -> !work.pages.containsKey(name))
                        .toList();
        return new Draft(change, head, text, work.pages, work.made, dropped);
    }

    private static MetadataException tooLarge(String what) {
        return new MetadataException(Kind.LIMIT, "the metadata of the cluster would have " + what);
    }

    /// One draft, while it is made.
    private final class Work {
        private final @Nullable AgreedState base;
        private final String prefix;
        private final Map<MetadataList, List<String>> names = new EnumMap<>(MetadataList.class);
        private final Map<String, Page> pages = new HashMap<>();
        private final Map<String, byte[]> made = new LinkedHashMap<>();

        private Work(@Nullable AgreedState base, String prefix) {
            this.base = base;
            this.prefix = prefix;
        }

        private void list(MetadataList list, List<Item> items) {
            List<Page> before = new ArrayList<>();
            if (base != null) {
                for (String name : base.head().pages().getOrDefault(list, List.of())) {
                    before.add(base.page(name));
                }
            }
            List<String> present = new ArrayList<>();
            List<List<Item>> places = places(list, items, before);
            for (int i = 0; i < places.size(); i++) {
                if (i < before.size() && before.get(i).items().equals(places.get(i))) {
                    keep(before.get(i), present);
                } else {
                    write(list, places.get(i), present);
                }
            }
            names.put(list, present);
        }

        /// Which values belong into the place of each page before: those that were in it, and new ones behind them.
        private static List<List<Item>> places(MetadataList list, List<Item> items, List<Page> before) {
            Map<String, Integer> known = new HashMap<>();
            List<List<Item>> places = new ArrayList<>();
            for (Page page : before) {
                page.items().forEach(item -> known.put(list.keyOf(item), places.size()));
                places.add(new ArrayList<>());
            }
            if (places.isEmpty()) {
                places.add(new ArrayList<>());
            }
            int at = 0;
            for (Item item : items) {
                at = Math.max(at, known.getOrDefault(list.keyOf(item), at));
                places.get(at).add(item);
            }
            return places;
        }

        private void keep(Page page, List<String> present) {
            pages.put(page.name(), page);
            present.add(page.name());
        }

        private void write(MetadataList list, List<Item> items, List<String> present) {
            List<String> texts = new ArrayList<>();
            int begin = 0;
            int bytes = 0;
            for (int i = 0; i < items.size(); i++) {
                String text = form.write(list, items.get(i));
                int size = text.getBytes(UTF_8).length;
                if (!texts.isEmpty() && bytes + size > PAGE_BYTES) {
                    page(items.subList(begin, i), texts, present);
                    texts = new ArrayList<>();
                    begin = i;
                    bytes = 0;
                }
                texts.add(text);
                bytes += size;
            }
            if (!texts.isEmpty()) {
                page(items.subList(begin, items.size()), texts, present);
            }
        }

        private void page(List<Item> items, List<String> texts, List<String> present) {
            byte[] value = PageForm.page(texts);
            if (value.length > Agreement.MAX_VALUE) {
                throw tooLarge("one value of " + value.length + " bytes, and the most is " + Agreement.MAX_VALUE);
            }
            String name = prefix + "-" + HexFormat.of().toHexDigits((short) made.size());
            made.put(name, value);
            keep(new Page(name, items, value.length), present);
        }
    }
}
