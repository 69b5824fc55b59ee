package io.hongyan.server.command;

import io.hongyan.server.cassandra.CassandraAccess;
import io.hongyan.server.cluster.ClusterDesk;
import io.hongyan.server.cluster.ClusterException;
import io.hongyan.server.cluster.ClusterFolder;
import io.hongyan.server.cluster.ClusterStatus;
import io.hongyan.server.config.ClusterConfig;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.StoreConfig;
import io.hongyan.server.config.source.ConfigException;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.json.Json;
import io.hongyan.server.program.ProgramName;
import io.hongyan.transport.FileReason;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hongyan cluster`: sets a cluster up, and asks it through etcd to do something. Reads the configuration that `serve`
/// reads, of which it needs the keys `cluster.name` and `cluster.etcd.*`.
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        description = "Set up and operate a cluster: several nodes as one service.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan cluster init --set cluster.etcd.endpoints=etcd1:2379   # once",
            "  hongyan cluster issue node1                                    # for each node",
            "  hongyan serve --cluster --data DATA --set cluster.node=node1   # there",
            "  hongyan cluster status",
            "  hongyan cluster drain node1                                    # before it is stopped",
            "",
            "All of them take the configuration of the service (--config, --set, HONGYAN_* variables), of which they"
                    + " need cluster.name and cluster.etcd.*, and init also store.*. Exit codes: 0"
                    + " done, 1 not, 2 virtual shards have no owner (status), or the node is not empty (drain)."
        })
public final class ClusterCommand implements Runnable {
    /// Exit code of what was asked for and is not so yet.
    private static final int NOT_YET = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    @Command(
            name = "init",
            mixinStandardHelpOptions = true,
            description = "Set the cluster up: its record in etcd, a folder with its authority and the key for secrets,"
                    + " and, with store.engine=cassandra, key space and tables there. May be"
                    + " repeated: what is there stays as it is.")
    int init(
            @Mixin ConfigOptions config,
            @Option(
                            names = "--authority",
                            paramLabel = "FOLDER",
                            description = "Folder of the authority, for this command and 'issue'. Default:"
                                    + " ./cluster-NAME")
                    @Nullable
                    Path authority,
            @Option(
                            names = "--new-authority",
                            description = "Make another authority for a cluster that was set up before and has lost"
                                    + " its own; each node needs new files then.")
                    boolean renew) {
        return telling(config, (settings, out) -> {
            Path folder = authority(authority, settings);
            new ClusterFolder(folder).init(settings, renew).forEach(out::println);
            if (settings.store().engine() == StoreConfig.Engine.CASSANDRA) {
                out.println("store      " + CassandraAccess.prepare(settings));
            }
            out.println();
            out.println("Next: make the files of each node, and copy them into its data folder:");
            out.println("  " + ProgramName.command(issue("node1", folder, settings)));
            out.println("Then start the nodes, each with a name of its own:");
            out.println(
                    "  " + ProgramName.command("serve", "--cluster", "--data", "DATA", "--set", "cluster.node=node1")
                            + etcd(settings.cluster()));
            return 0;
        });
    }

    private static Object[] issue(String node, Path folder, ServerConfig settings) {
        return folder.equals(authority(null, settings))
                ? new Object[] {"cluster", "issue", node}
                : new Object[] {"cluster", "issue", node, "--authority", folder};
    }

    /// What the command line needs besides where the configuration is not the default.
    private static String etcd(ClusterConfig cluster) {
        ClusterConfig usual = ClusterConfig.defaults();
        String name = cluster.name().equals(usual.name()) ? "" : " --set cluster.name=" + cluster.name();
        return cluster.etcd().endpoints().equals(usual.etcd().endpoints())
                ? name
                : name + " --set cluster.etcd.endpoints="
                        + String.join(",", cluster.etcd().endpoints());
    }

    private static Path authority(@Nullable Path given, ServerConfig settings) {
        return given == null ? Path.of("cluster-" + settings.cluster().name()) : given;
    }

    @Command(
            name = "issue",
            mixinStandardHelpOptions = true,
            description = "Make the certificate of a node, valid for a year, and what else its data folder needs at"
                    + " first. Again for a node that has one: renew it, and copy the files once more.")
    int issue(
            @Mixin ConfigOptions config,
            @Parameters(paramLabel = "NODE", description = "The name of the node, as in its cluster.node.") String node,
            @Option(
                            names = "--authority",
                            paramLabel = "FOLDER",
                            description = "Folder that 'init' made. Default: ./cluster-NAME")
                    @Nullable
                    Path authority,
            @Option(
                            names = "--out",
                            paramLabel = "FOLDER",
                            description = "Where the files go, as they are to lie in the data folder of the node:"
                                    + " cluster/ca.crt, cluster/node.crt, cluster/node.key, secrets.key. May be that"
                                    + " data folder itself. Default: NODE in the folder of the authority")
                    @Nullable
                    Path out) {
        return telling(config, (settings, printer) -> {
            Path folder = authority(authority, settings);
            Path target = out == null ? folder.resolve(node) : out;
            new ClusterFolder(folder).issue(node, target);
            printer.println("the files of node " + node + " are in " + target
                    + "; copy what is in it into the data folder of that node, readable for the user that runs it"
                    + " alone, as in: cp -a " + ProgramName.quoted(target + "/.") + " DATA/");
            return 0;
        });
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Show the nodes, and how many virtual shards each owns. Exit code 2 when virtual shards have"
                    + " no owner.")
    int status(
            @Mixin ConfigOptions config, @Option(names = "--json", description = "As one JSON object.") boolean json) {
        return desk(config, (desk, out) -> {
            ClusterStatus status = desk.status();
            if (json) {
                out.print(Json.pretty(status.fields()));
            } else {
                status.lines().forEach(line -> out.println(ProgramName.in(line)));
            }
            return status.unowned() > 0 ? NOT_YET : 0;
        });
    }

    @Command(
            name = "drain",
            mixinStandardHelpOptions = true,
            description = "Empty a node: its virtual shards move to the others, and /ready of its metrics port answers"
                    + " 503, so that load balancers send no clients there. Waits until it is empty; it stays so, also"
                    + " when it is started anew, until 'undrain'.")
    int drain(
            @Mixin ConfigOptions config,
            @Parameters(paramLabel = "NODE", description = "The name of the node.") String node,
            @Option(names = "--no-wait", description = "Return at once.") boolean noWait) {
        return desk(config, (desk, out) -> {
            desk.drain(node);
            if (noWait) {
                out.println("node " + node + " is being emptied");
                return 0;
            }
            boolean empty = desk.awaitEmpty(node, left -> {
                out.println("node " + node + " has " + left + " virtual shards left");
                out.flush();
            });
            out.println(
                    empty
                            ? "node " + node + " is empty; it may be stopped"
                            : "node " + node + " is not empty: somebody has taken the order back");
            return empty ? 0 : NOT_YET;
        });
    }

    @Command(
            name = "undrain",
            mixinStandardHelpOptions = true,
            description = "Let a node that was emptied have its part again.")
    int undrain(
            @Mixin ConfigOptions config,
            @Parameters(paramLabel = "NODE", description = "The name of the node.") String node) {
        return desk(config, (desk, out) -> {
            out.println(
                    desk.undrain(node)
                            ? "node " + node + " gets its virtual shards back"
                            : "node " + node + " was not to be emptied; nothing is changed");
            return 0;
        });
    }

    @Command(
            name = "move",
            mixinStandardHelpOptions = true,
            description =
                    "Have a virtual shard on a node, whatever the assignment says, whenever that node is there and"
                            + " not being emptied; or, without NODE, where the assignment has it. For a node with less"
                            + " work, or a fault that is to be looked at: the assignment itself needs no help.")
    int move(
            @Mixin ConfigOptions config,
            @Parameters(index = "0", paramLabel = "VSHARD", description = "Its number, 0 to 4095.") int vshard,
            @Parameters(index = "1", arity = "0..1", paramLabel = "NODE", description = "The name of the node.")
                    @Nullable
                    String node) {
        return desk(config, (desk, out) -> {
            String now = desk.owner(vshard)
                    .map(owner -> "; node " + owner + " has it now")
                    .orElse("");
            if (node != null) {
                desk.move(vshard, node);
                out.println("virtual shard " + vshard + " goes to node " + node + now);
                return 0;
            }
            Optional<String> was = desk.moveBack(vshard);
            out.println(was.map(old -> "virtual shard " + vshard + " goes where the assignment has it, and is no longer"
                                    + " kept on node " + old)
                            .orElse("virtual shard " + vshard + " was not moved; nothing is changed")
                    + now);
            return 0;
        });
    }

    @Command(
            name = "forget",
            mixinStandardHelpOptions = true,
            description = "Forget a node that does not come back: that it is to be emptied, and which virtual shards"
                    + " were moved to it. What it owned has other owners already, since its lease ended. Refused while"
                    + " the node is there. Its certificate stays valid until it ends: if somebody else has it, make"
                    + " another authority (init --new-authority) and new files for all nodes.")
    int forget(
            @Mixin ConfigOptions config,
            @Parameters(paramLabel = "NODE", description = "The name of the node.") String node) {
        return desk(config, (desk, out) -> {
            ClusterDesk.Forgotten known = desk.forget(node);
            if (!known.drained() && known.pins() == 0) {
                out.println("nothing was known of node " + node);
            } else {
                out.println("node " + node + " is forgotten"
                        + (known.drained() ? "; it was to be emptied" : "")
                        + (known.pins() > 0 ? "; " + known.pins() + " virtual shards were to be on it" : ""));
            }
            return 0;
        });
    }

    /// What a command does with a configuration.
    private interface Work {
        int with(ServerConfig settings, PrintWriter out) throws IOException;
    }

    /// What a command does with a cluster.
    private interface Order {
        int of(ClusterDesk desk, PrintWriter out);
    }

    private int desk(ConfigOptions config, Order order) {
        return telling(config, (settings, out) -> {
            try (ClusterDesk desk = ClusterDesk.open(settings.cluster())) {
                return order.of(desk, out);
            }
        });
    }

    private int telling(ConfigOptions config, Work work) {
        var commandLine = spec.commandLine();
        try {
            return work.with(config.read(System.getenv(), List.of(), new ArrayList<>()), commandLine.getOut());
        } catch (ClusterException | ConfigException | DataFolderException e) {
            commandLine.getErr().println(ProgramName.in(String.valueOf(e.getMessage())));
            return 1;
        } catch (IOException e) {
            commandLine.getErr().println(FileReason.withFile(e));
            return 1;
        } finally {
            commandLine.getOut().flush();
            commandLine.getErr().flush();
        }
    }
}
