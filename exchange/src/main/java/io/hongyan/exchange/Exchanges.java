package io.hongyan.exchange;

import io.hongyan.broker.Broker;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.OutboundRules;
import io.hongyan.broker.auth.RuleRegistry;
import io.hongyan.broker.auth.StatusRules;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxStats;
import io.hongyan.broker.store.Store;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cloud.metadata.rule.ExchangeConnection;
import io.hongyan.cloud.metadata.rule.Rule;
import io.hongyan.cloud.metadata.rule.RuleOptions;
import io.hongyan.exchange.inbound.InboundChecks;
import io.hongyan.exchange.outbound.InstanceRules;
import io.hongyan.exchange.outbound.OutboundState;
import io.hongyan.exchange.plugin.Plugins;
import io.hongyan.exchange.rule.RuleFigures;
import io.hongyan.exchange.rule.RuleName;
import io.hongyan.exchange.status.StatusState;
import io.hongyan.exchange.status.StatusTable;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The rules of all instances. It follows the metadata: what publishers must know holds when a change of the metadata
/// returns, and connections, forwarders and consumers follow on a thread of their own. Any thread.
public final class Exchanges implements RuleRegistry, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Exchanges.class.getName());

    private final Metadata metadata;
    private final Store store;
    private final Clock clock;
    private final Connections connections;
    private final Map<String, InstanceRules> tables = new ConcurrentHashMap<>();
    private final Map<String, StatusTable> statusTables = new ConcurrentHashMap<>();
    private final Map<RuleName, OutboundState> outbound = new ConcurrentHashMap<>();
    private final Map<RuleName, StatusState> status = new ConcurrentHashMap<>();
    private final Map<RuleName, RuleFigures> inbound = new ConcurrentHashMap<>();
    private @Nullable RuleRunner runner;

    /// Begins to follow the metadata: publishers find the rules of their instance.
    ///
    /// @param store of the broker
    public Exchanges(Metadata metadata, Store store, Plugins plugins, Clock clock) {
        this.metadata = metadata;
        this.store = store;
        this.clock = clock;
        this.connections = new Connections(plugins);
        metadata.listen(this::follow);
        discardForgotten(metadata.snapshot());
    }

    @Override
    public OutboundRules outbound(String instance) {
        return table(instance);
    }

    @Override
    public StatusRules status(String instance) {
        return statusTable(instance);
    }

    private InstanceRules table(String instance) {
        return tables.computeIfAbsent(instance, _ -> new InstanceRules());
    }

    private StatusTable statusTable(String instance) {
        return statusTables.computeIfAbsent(instance, _ -> new StatusTable());
    }

    /// Begins to send and to receive.
    ///
    /// @param policies of instances; null for one that is deleted
    /// @param checks what may be published to clients
    public void start(Broker broker, Function<String, @Nullable ClientPolicy> policies, InboundChecks checks) {
        RuleRunner started = new RuleRunner(
                connections, new RuleRunner.Starter(outbound, status, inbound, broker, policies, checks));
        runner = started;
        metadata.listen(snapshot -> started.follow(wanted(snapshot)));
    }

    /// Does what publishers must know at once.
    private void follow(MetadataSnapshot snapshot) {
        Set<RuleName> present = new HashSet<>();
        for (CloudInstance instance : snapshot.instances()) {
            follow(instance, present);
        }
        Set<String> known = snapshot.instances().stream().map(CloudInstance::id).collect(Collectors.toSet());
        tables.forEach((instance, table) -> {
            if (!known.contains(instance)) {
                table.set(Map.of());
                statusTable(instance).set(Map.of());
            }
        });
        inbound.keySet().retainAll(present);
        outbound.forEach((name, state) -> {
            if (!present.contains(name)) {
                outbound.remove(name);
                state.discard();
            }
        });
        status.forEach((name, state) -> {
            if (!present.contains(name)) {
                status.remove(name);
                state.discard();
            }
        });
    }

    private void follow(CloudInstance instance, Set<RuleName> present) {
        Map<String, OutboundState> senders = new HashMap<>();
        Map<String, StatusState> notices = new HashMap<>();
        for (Rule rule : instance.rules()) {
            RuleName name = new RuleName(instance.id(), rule.id());
            present.add(name);
            switch (rule.options()) {
                case RuleOptions.Outbound options -> {
                    OutboundState state = state(name, rule, options);
                    if (rule.enabled()) {
                        senders.put(rule.resource(), state);
                    }
                }
                case RuleOptions.Status options -> {
                    StatusState state = state(name, rule, options);
                    if (rule.enabled()) {
                        notices.put(rule.resource(), state);
                    }
                }
                case RuleOptions.Inbound _ ->
                    inbound.computeIfAbsent(name, added -> new RuleFigures(added.toString(), clock::steadyMillis));
            }
        }
        table(instance.id()).set(senders);
        statusTable(instance.id()).set(notices);
    }

    private StatusState state(RuleName name, Rule rule, RuleOptions.Status options) {
        StatusState known = status.get(name);
        if (known == null) {
            known = new StatusState(name.instance(), rule, options, store, clock);
            status.put(name, known);
        } else {
            known.update(options);
        }
        return known;
    }

    private OutboundState state(RuleName name, Rule rule, RuleOptions.Outbound options) {
        OutboundState known = outbound.get(name);
        if (known == null) {
            known = new OutboundState(name.instance(), rule, options, store, clock);
            outbound.put(name, known);
        } else {
            known.update(options);
        }
        return known;
    }

    /// Empties outboxes that an earlier run has left behind while their rules were being deleted.
    private void discardForgotten(MetadataSnapshot snapshot) {
        for (Outbox outbox : store.outboxes()) {
            if (outbox.key().isQueue()) {
                continue; // of business systems: no rule is to be found
            }
            boolean known = snapshot.instance(outbox.key().instance())
                    .flatMap(instance -> instance.rule(outbox.key().rule()))
                    .isPresent();
            if (!known && outbox.stats().messages() > 0) {
                LOG.log(
                        Level.WARNING,
                        "{0} messages of rule {1} are discarded: the rule is deleted",
                        Long.toString(outbox.stats().messages()),
                        outbox.key().name());
                outbox.acknowledge(Long.MAX_VALUE);
            }
        }
    }

    private Map<RuleName, RuleRunner.Wanted> wanted(MetadataSnapshot snapshot) {
        Instant since = Instant.ofEpochMilli(clock.wallMillis());
        Map<RuleName, RuleRunner.Wanted> wanted = new HashMap<>();
        for (CloudInstance instance : snapshot.instances()) {
            for (Rule rule : instance.rules()) {
                Optional<ExchangeConnection> connection = snapshot.connection(rule.connection());
                if (rule.enabled() && connection.isPresent()) {
                    wanted.put(
                            new RuleName(instance.id(), rule.id()),
                            new RuleRunner.Wanted(rule, connection.get(), since));
                }
            }
        }
        return wanted;
    }

    /// Why there can be no connection of a kind; empty when a plug-in serves it. Loads the plug-ins.
    public Optional<String> refusal(String kind) {
        return connections.refusal(kind);
    }

    /// Tries a connection. Blocks for up to 40 seconds.
    ///
    /// @param topics of the other system that must be there
    /// @return what is wrong, a sentence each; empty when messages can be exchanged
    public List<String> check(ExchangeConnection connection, List<String> topics) {
        return connections.check(connection, topics);
    }

    /// How all rules are, by instance and id with a slash between.
    public Map<String, RuleStatus> all() {
        Map<String, RuleStatus> all = new TreeMap<>();
        for (CloudInstance instance : metadata.snapshot().instances()) {
            for (Rule rule : instance.rules()) {
                status(instance.id(), rule.id())
                        .ifPresent(status -> all.put(new RuleName(instance.id(), rule.id()).toString(), status));
            }
        }
        return all;
    }

    /// How a rule is; empty when there is none.
    public Optional<RuleStatus> status(String instance, String rule) {
        RuleName name = new RuleName(instance, rule);
        RuleRunner.Progress progress = runner == null ? RuleRunner.Progress.NONE : runner.progress(name);
        OutboundState state = outbound.get(name);
        if (state != null) {
            OutboxStats waiting = state.waiting();
            Waiting now =
                    new Waiting(waiting.messages() + state.waitingInMemory(), waiting.bytes(), state.oldestMillis());
            return Optional.of(status(state.figures(), now, progress));
        }
        StatusState notices = status.get(name);
        if (notices != null) {
            OutboxStats waiting = notices.outbox().stats();
            Waiting now = new Waiting(waiting.messages(), waiting.bytes(), notices.oldestMillis());
            return Optional.of(status(notices.figures(), now, progress));
        }
        return Optional.ofNullable(inbound.get(name))
                .map(figures -> status(figures, new Waiting(progress.waiting(), -1, -1), progress));
    }

    /// What waits for a rule; -1 for what is not known.
    private record Waiting(long messages, long bytes, long oldestMillis) {}

    private static RuleStatus status(RuleFigures figures, Waiting waiting, RuleRunner.Progress progress) {
        String fault = progress.fault() == null ? figures.fault() : progress.fault();
        return new RuleStatus(
                waiting.messages(),
                waiting.bytes(),
                waiting.oldestMillis(),
                figures.carried(),
                figures.failed(),
                figures.dropped(),
                progress.reconnects(),
                fault);
    }

    /// Stops all rules. Before the broker is closed.
    @Override
    public void close() {
        if (runner != null) {
            runner.close();
        }
    }
}
