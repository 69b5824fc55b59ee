package io.hongyan.cloud.trace;

import java.util.List;

/// A page of the answer to a query.
///
/// @param total how many entries all pages have
public record TracePage(List<TraceEntry> entries, long total) {}
