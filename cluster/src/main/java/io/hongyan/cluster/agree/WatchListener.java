package io.hongyan.cluster.agree;

import java.util.List;

/// Hears what a watch sees.
public interface WatchListener {
    /// All that is there: at the beginning, and again after each [#broken]. What was known before and is not in it is
    /// gone.
    void snapshot(Range all);

    /// What changed since.
    ///
    /// @param changes of one or more revisions, in their order; all of a revision come in one call
    /// @param revision the last of them
    void changed(List<Change> changes, long revision);

    /// What is known may be old from now on, until the next snapshot.
    ///
    /// @param why for people
    void broken(String why);
}
