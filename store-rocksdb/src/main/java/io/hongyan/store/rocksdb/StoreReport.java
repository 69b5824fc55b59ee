package io.hongyan.store.rocksdb;

import java.util.List;
import java.util.Map;

/// What a look at a store found.
///
/// @param rows the readable rows of each table
/// @param faults a sentence for each damage; empty for a sound store
public record StoreReport(Map<String, Long> rows, List<String> faults) {
    public boolean sound() {
        return faults.isEmpty();
    }
}
