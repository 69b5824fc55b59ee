package io.hongyan.store.rocksdb.check;

import java.util.List;
import java.util.Map;

/// The result of a check or repair.
///
/// @param rows the number of readable rows of each table
/// @param faults a sentence for each damage; empty for an undamaged store
public record StoreReport(Map<String, Long> rows, List<String> faults) {
    public boolean sound() {
        return faults.isEmpty();
    }
}
