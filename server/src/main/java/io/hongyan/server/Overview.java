package io.hongyan.server;

import io.hongyan.broker.BrokerStats;
import io.hongyan.broker.store.Store;
import io.hongyan.server.admin.AdminRoute;
import io.hongyan.server.alarm.Alarm;
import io.hongyan.server.config.ListenerConfig;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.store.rocksdb.RocksDbStore;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What an operator sees first: what runs, where it listens, whether it is well, and what there is to do. Any thread.
final class Overview {
    private static final long DAY_SECONDS = 86_400;
    private static final long SOON_DAYS = 14;
    private static final double NEARLY = 0.9;

    private final ServiceParts parts;
    private final OpenPorts open;
    private final CertificateExpiry expiry;
    private final Instant started;
    private final long begun;

    /// @param open the ports; asked when somebody looks
    /// @param begun when the start began, in steady milliseconds
    Overview(ServiceParts parts, OpenPorts open, CertificateExpiry expiry, long begun) {
        this.parts = parts;
        this.open = open;
        this.expiry = expiry;
        this.begun = begun;
        this.started =
                Instant.ofEpochMilli(parts.clock().wallMillis() - (parts.clock().steadyMillis() - begun));
    }

    AdminRoute route() {
        return AdminRoute.look("GET", "/overview", _ -> view());
    }

    private Map<String, Object> view() {
        List<Warning> warnings = warnings();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("version", Server.version());
        view.put("node", node());
        view.put("startedAt", started.toString());
        view.put("uptimeSeconds", (parts.clock().steadyMillis() - begun) / 1000);
        view.put("shards", parts.broker().stats().shards());
        view.put("store", store());
        view.put("listeners", listeners());
        view.put("certificates", certificates());
        view.put("healthy", warnings.stream().noneMatch(each -> each.level().equals("error")));
        view.put("warnings", warnings.stream().map(Warning::view).toList());
        return view;
    }

    /// The name of this machine.
    private static String node() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }

    private Map<String, Object> store() {
        Map<String, Object> view = new LinkedHashMap<>();
        boolean local = parts.store() instanceof RocksDbStore;
        boolean durable = parts.store().durable();
        view.put("kind", local ? "RocksDB" : durable ? "Cassandra" : "memory");
        String promise = parts.config().persistence().durability().name().toLowerCase(Locale.ROOT);
        view.put("durability", local ? promise : durable ? "always" : "none");
        view.put("bytes", parts.broker().stats().storedBytes());
        return view;
    }

    private List<Map<String, Object>> listeners() {
        Map<String, String> kinds = open.kinds();
        List<Map<String, Object>> views = new ArrayList<>();
        open.numbers().forEach((name, port) -> {
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("name", name);
            view.put("kind", kinds.getOrDefault(name, "http"));
            view.put("port", port);
            view.put("address", bind(parts.config(), name));
            views.add(view);
        });
        return views;
    }

    private static String bind(ServerConfig config, String name) {
        return switch (name) {
            case "metrics" -> config.metrics().bind();
            case "admin" -> config.admin().bind();
            case "api" -> config.api().bind();
            default -> {
                ListenerConfig listener = config.listeners().get(name);
                yield listener == null || listener.bind().isEmpty() ? config.bind() : listener.bind();
            }
        };
    }

    private List<Map<String, Object>> certificates() {
        long now = parts.clock().wallMillis() / 1000;
        List<Map<String, Object>> views = new ArrayList<>();
        new TreeMap<>(expiry.seconds()).forEach((listener, until) -> {
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("name", listener);
            view.put("until", Instant.ofEpochSecond(until).toString());
            view.put("daysLeft", Math.floorDiv(until - now, DAY_SECONDS));
            views.add(view);
        });
        return views;
    }

    /// Something to do.
    ///
    /// @param level `warning` or `error`
    /// @param code the same for all of its kind
    /// @param what is the matter
    /// @param action that mends it
    private record Warning(String level, String code, String what, String action) {
        Map<String, Object> view() {
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("level", level);
            view.put("code", code);
            view.put("what", what);
            view.put("action", action);
            return view;
        }
    }

    private List<Warning> warnings() {
        List<Warning> warnings = new ArrayList<>();
        Store store = parts.store();
        String fault = store.fault();
        if (store.failure().isDone()) {
            warnings.add(new Warning(
                    "error",
                    "store-failed",
                    "The store has failed: what clients publish with QoS 1 and 2 is not acknowledged.",
                    "Look into the log for the reason, mend it, and start the service again."));
        } else if (fault != null) {
            warnings.add(new Warning(
                    "error",
                    "store-waits",
                    "The store cannot write: " + fault + ".",
                    "Make room on the disk of the data folder, or mend the disk; the service goes on by itself."));
        }
        if (!store.durable()) {
            warnings.add(new Warning(
                    "warning",
                    "no-persistence",
                    "Sessions and messages are in memory only, and gone with the process.",
                    "Start without --no-persistence (persistence.enabled: true) when they are to outlive it."));
        }
        addAlarms(warnings);
        addRoom(warnings);
        addExpiry(warnings);
        if (parts.config().auth().allowAnonymous()) {
            warnings.add(new Warning(
                    "warning",
                    "anonymous",
                    "Clients without a user name are let in: who reaches a listener can read and write.",
                    "Set auth.allowAnonymous to false, unless nobody else reaches the listeners."));
        }
        return warnings;
    }

    private void addAlarms(List<Warning> warnings) {
        parts.watch().alarms().firing().forEach((level, count) -> {
            if (count > 0) {
                warnings.add(new Warning(
                        level == Alarm.Level.CRITICAL ? "error" : "warning",
                        "alarms",
                        count + (count == 1 ? " alarm fires" : " alarms fire") + ", of level "
                                + level.name().toLowerCase(Locale.ROOT) + ".",
                        "Look at the page of alarms, or GET /alarms of the administration."));
            }
        });
    }

    private void addRoom(List<Warning> warnings) {
        BrokerStats stats = parts.broker().stats();
        if (stats.connections() >= NEARLY * stats.maxConnections()) {
            warnings.add(new Warning(
                    "warning",
                    "connections",
                    stats.connections() + " of " + stats.maxConnections() + " possible connections are open.",
                    "Raise broker.flood.maxConnections and the limit of open files (ulimit -n)."));
        }
    }

    private void addExpiry(List<Warning> warnings) {
        long now = parts.clock().wallMillis() / 1000;
        new TreeMap<>(expiry.seconds()).forEach((listener, until) -> {
            long days = Math.floorDiv(until - now, DAY_SECONDS);
            if (days < SOON_DAYS) {
                warnings.add(new Warning(
                        days < 0 ? "error" : "warning",
                        "certificate",
                        "The certificate of " + listener
                                + (days < 0
                                        ? " has expired, and clients refuse it."
                                        : " expires in " + days + " days."),
                        "Put its successor in the place of the files; they are read within ten seconds."));
            }
        });
    }
}
