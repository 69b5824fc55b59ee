package io.hongyan.testkit.sim.model;

import io.hongyan.testkit.sim.world.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The faults found in a run, in the order in which they were noticed.
public final class Faults {
    private static final int MOST = 20;

    private final Scheduler scheduler;
    private final List<Pattern> known;
    private final List<String> found = new ArrayList<>();

    /// @param known texts of faults that are known, as regular expressions: they are ignored
    public Faults(Scheduler scheduler, List<Pattern> known) {
        this.scheduler = scheduler;
        this.known = List.copyOf(known);
    }

    /// Records that a promise was broken.
    public void add(String what) {
        if (found.size() < MOST
                && known.stream().noneMatch(each -> each.matcher(what).find())) {
            found.add("at " + scheduler.now() / 1000 + " ms: " + what);
        }
    }

    /// Whether nothing was found.
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /// Everything, with the time at which it was noticed.
    public List<String> all() {
        return List.copyOf(found);
    }
}
