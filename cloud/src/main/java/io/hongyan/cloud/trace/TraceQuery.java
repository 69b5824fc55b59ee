package io.hongyan.cloud.trace;

/// Which entries are asked for, and which page of them.
///
/// @param begin first millisecond
/// @param end last millisecond
/// @param page from 1
/// @param size entries of a page, 1 to 1,000
/// @param newestFirst whether the newest entry stands first
public record TraceQuery(long begin, long end, int page, int size, boolean newestFirst) {
    public TraceQuery {
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the time begins after its end: from " + begin + " to " + end);
        }
        if (page < 1 || size < 1 || size > 1000) {
            throw new IllegalArgumentException("page " + page + " of " + size + "; pages are 1 to 1000 entries");
        }
    }
}
