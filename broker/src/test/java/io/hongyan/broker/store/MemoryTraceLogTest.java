package io.hongyan.broker.store;

import io.hongyan.broker.store.memory.MemoryTraceLog;

/// The log of traces on the heap.
class MemoryTraceLogTest extends TraceLogContract {
    @Override
    protected TraceLog open() {
        return new MemoryTraceLog();
    }
}
