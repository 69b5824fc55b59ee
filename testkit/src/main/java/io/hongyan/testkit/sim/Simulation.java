package io.hongyan.testkit.sim;

import io.hongyan.broker.auth.OutboundRule;
import io.hongyan.broker.auth.OutboundRules;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.testkit.sim.client.Behaviour;
import io.hongyan.testkit.sim.client.ClientConnection;
import io.hongyan.testkit.sim.client.ConnectOptions;
import io.hongyan.testkit.sim.client.SimClient;
import io.hongyan.testkit.sim.model.ClientKey;
import io.hongyan.testkit.sim.model.Faults;
import io.hongyan.testkit.sim.model.MqttModel;
import io.hongyan.testkit.sim.world.RandomStream;
import io.hongyan.testkit.sim.world.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// One run: a broker, its clients, and the operations on them.
final class Simulation {
    private static final long SECOND = 1_000_000;
    private static final long CALM = 5 * SECOND;
    private static final long MOMENT = SECOND / 8;
    private static final int MOST_MOMENTS = 1_000;
    private static final int ROUNDS = 60;
    private static final int PINGRESP = 0xd0;
    private static final int STACK_LINES = 12;

    private final Settings settings;
    private final Scheduler scheduler = new Scheduler();
    private final Faults faults;
    private final MqttModel model;
    private final SimAuthenticator authenticator;
    private final Injections injections;
    private final SimServer server;
    private final List<SimClient> clients = new ArrayList<>();
    private final Performer performer;
    private final Trace trace;
    private int ports;
    private long heard;

    /// @param known faults to ignore, as regular expressions
    Simulation(Settings settings, Trace trace, List<Pattern> known) {
        this.settings = settings;
        this.faults = new Faults(scheduler, known);
        this.trace = trace;
        this.model = new MqttModel(scheduler, settings.promises(), faults);
        this.injections = new Injections(model);
        List<SimOutboundRule> outbound = settings.outlets().stream()
                .map(outlet -> new SimOutboundRule(outlet, () -> server().store()))
                .toList();
        OutboundRules rules = (topic, fromClient) -> outbound.stream()
                .filter(rule -> fromClient && rule.outlet().takes(topic))
                .<OutboundRule>map(rule -> rule)
                .toList();
        this.authenticator = new SimAuthenticator(
                scheduler, new RandomStream(settings.seed(), "auth"), settings, model.rights(), injections, rules);
        SimEvents events = new SimEvents(model, injections, this::traced, this::failed);
        this.server = new SimServer(settings, scheduler, this::failed, authenticator, events, model);
        for (int i = 0; i < settings.instances(); i++) {
            authenticator.create(instance(i));
            for (int k = 0; k < settings.clients(); k++) {
                clients.add(client(new ClientKey(instance(i), "c" + k)));
            }
        }
        this.performer = new Performer(this);
    }

    static String instance(int number) {
        return number == 0 ? "one" : "two";
    }

    private SimClient client(ClientKey key) {
        return new SimClient(key, model, scheduler, server::dial, () -> ++ports, this::traced);
    }

    private void traced(BrokerEvent event) {
        trace.add(scheduler.now(), () -> "event " + event);
    }

    private void traced(ClientKey key, byte[] frame) {
        trace.add(scheduler.now(), key, frame);
        heard = (frame[0] & 0xff) == PINGRESP ? heard : scheduler.now();
    }

    /// Code in the broker threw. It is a fault, unless the simulation made it throw.
    private void failed(Throwable fault) {
        if (!Injections.isInjected(fault)) {
            StringBuilder text = new StringBuilder("an internal error: " + fault);
            StackTraceElement[] stack = fault.getStackTrace();
            for (int i = 0; i < Math.min(STACK_LINES, stack.length); i++) {
                text.append("\n        at ").append(stack[i]);
            }
            faults.add(text.toString());
        }
    }

    // What operations need.

    Settings settings() {
        return settings;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    MqttModel model() {
        return model;
    }

    SimServer server() {
        return server;
    }

    SimAuthenticator authenticator() {
        return authenticator;
    }

    Injections injections() {
        return injections;
    }

    List<SimClient> clients() {
        return clients;
    }

    /// The client of that number.
    SimClient client(int number) {
        return clients.get(number % clients.size());
    }

    // The run.

    /// Performs all operations and checks the remaining obligations at the end.
    ///
    /// @return what was found wrong, nothing if all is well
    List<String> run(List<Operation> operations) {
        try {
            runAll(operations);
        } catch (RuntimeException | Error fault) {
            failed(fault);
        }
        return faults.all();
    }

    private void runAll(List<Operation> operations) {
        server.start();
        for (int i = 0; i < operations.size() && faults.isEmpty(); i++) {
            Operation operation = operations.get(i);
            int index = i;
            trace.add(scheduler.now(), () -> "operation " + index + " " + operation);
            performer.perform(operation);
        }
        if (faults.isEmpty()) {
            finish();
        }
    }

    /// Advances the time.
    void pass(long micros) {
        long until = scheduler.now() + micros;
        while (faults.isEmpty() && scheduler.step(until)) {
            // one event after the other
        }
    }

    /// Ends all faults, lets time pass, and checks the remaining obligations.
    void settle() {
        heal();
        pass(CALM);
        for (int i = 0; i < MOST_MOMENTS && (!model.isCalm() || scheduler.now() - heard < SECOND); i++) {
            pass(MOMENT);
        }
        if (!faults.isEmpty()) {
            return;
        }
        model.settled();
        ServerChecks.check(this, faults);
    }

    private void heal() {
        server.disk().heal();
        if (!server.isAlive()) {
            server.start();
        }
        injections.disarm();
        performer.endVanished();
        for (SimClient client : clients) {
            client.behave(Behaviour.SILENT, false);
            client.behave(Behaviour.REJECTS, false);
            for (ClientConnection connection : client.connections()) {
                connection.socket().thaw();
                connection.socket().resume();
                if (connection != client.current() && connection.isOpen()) {
                    connection.close();
                }
            }
            if (client.isConnecting()) {
                client.release(false);
            }
        }
    }

    /// Connects everybody who may have a session, checks everything, and lets all sessions end: nothing may be left.
    private void finish() {
        heal();
        for (int i = 0; i < settings.instances(); i++) {
            if (model.isDeleted(instance(i))) {
                performer.perform(new Operation.CreateInstance(i));
            }
        }
        model.allowAll();
        // one that holds on to what it got may fill the store, and keep out who publishes
        clients.forEach(client -> client.behave(Behaviour.HOLDS_ACKS, false));
        for (int round = 0; round < ROUNDS && faults.isEmpty() && (round == 0 || !isComplete()); round++) {
            if (!connectEverybody(false)) {
                return; // a client that publishes to itself more than its queue takes is cut off by what it sends again
            }
            settle(); // meanwhile one whose publish could not be taken may have been sent away
        }
        if (faults.isEmpty()) {
            model.finished();
            ServerChecks.checkDrained(this, faults);
        }
        performer.probe();
        connectEverybody(true);
        clients.stream().filter(SimClient::isConnected).forEach(client -> client.disconnect(ReasonCode.SUCCESS, -1));
        pass(CALM);
        if (faults.isEmpty()) {
            ServerChecks.checkEmpty(this, faults);
        }
    }

    private boolean isComplete() {
        return clients.stream().allMatch(client -> client.isConnected() || !model.mayHaveSession(client.key()));
    }

    private boolean connectEverybody(boolean clean) {
        boolean all = false;
        for (int round = 0; round < ROUNDS && faults.isEmpty() && !all; round++) {
            pass(SECOND);
            all = connectAll(clean);
        }
        if (!all && !settings.promises().mayCutOffForEver()) {
            faults.add("somebody does not get in any more");
        }
        return all;
    }

    /// @param clean whether for a session that ends with the connection
    /// @return whether all were connected already
    private boolean connectAll(boolean clean) {
        boolean all = true;
        for (SimClient client : clients) {
            boolean ready = client.isConnected() && (!clean || client.isPassing());
            if (!ready && (clean || model.mayHaveSession(client.key()))) {
                all = false;
                if (!client.isConnecting() || client.isConnected()) {
                    client.connect(plain(client, clean));
                }
            }
        }
        return all;
    }

    private static ConnectOptions plain(SimClient client, boolean clean) {
        return new ConnectOptions(
                client.version(),
                clean,
                client.key().instance() + "/owner",
                clean ? 0 : 600,
                0,
                0,
                0,
                0,
                "",
                QoS.AT_MOST_ONCE,
                false,
                0,
                -1);
    }
}
