package io.hongyan.server.agreed;

import java.util.List;

/// Values of a list that stand behind one another, under one key. A page never changes: others take its place.
///
/// @param name of its key
/// @param bytes of its value
record Page(String name, List<Item> items, int bytes) {
    Page {
        items = List.copyOf(items);
    }
}
