package io.hongyan.server;

import io.hongyan.broker.BrokerStats;
import io.hongyan.broker.quota.ConnectionBudget;
import java.lang.System.Logger.Level;

/// What a start says about the room that it has.
final class RoomNote {
    private static final System.Logger LOG = System.getLogger(Server.class.getName());

    private RoomNote() {}

    /// Says how many connections there is room for, and complains where the process cannot hold what is configured.
    static void tell(BrokerStats stats) {
        LOG.log(
                Level.INFO,
                "{0} {0,choice,1#shard|1<shards}, a heap of at most {1} MiB",
                stats.shards(),
                Long.toString(Runtime.getRuntime().maxMemory() >> 20));
        long most = stats.maxConnections();
        ConnectionBudget budget = ConnectionBudget.ofThisProcess();
        boolean tight = budget.isTooLittleFor(most);
        LOG.log(
                tight ? Level.WARNING : Level.INFO,
                "room for {0} connections; the process may open {1} files and connections (ulimit -n){2}",
                Long.toString(most),
                budget.limit() == 0 ? "any number of" : Long.toString(budget.limit()),
                tight ? ": raise that, or lower broker.flood.maxConnections" : "");
    }
}
