package io.hongyan.cli.pubsub;

import io.hongyan.cli.mqtt.BlockingClient;
import io.hongyan.cli.option.ClientOptions;
import io.hongyan.cli.option.Network;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.codec.packet.Connect;
import io.hongyan.codec.packet.Publish;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A connected client with the network below it, for as long as a command runs. Ctrl-C says DISCONNECT, so that no will
/// is published.
record ClientRun(Network network, BlockingClient client, Thread hook) implements AutoCloseable {
    /// Connects.
    ///
    /// @param window the most messages of QoS 1 and 2 to send ahead of their acknowledgements
    /// @param messages receives what arrives, and tells whether to go on
    /// @throws io.hongyan.cli.terminal.Failure when the options contradict each other or no connection comes about
    static ClientRun open(ClientOptions options, Terminal terminal, int window, Predicate<Publish> messages) {
        Connect connect = options.connect(terminal);
        Consumer<String> debug = options.debug() ? line -> terminal.err().println(line) : line -> {};
        Network network = Network.open(options.server(), 1);
        BlockingClient client = new BlockingClient(
                connect,
                network,
                network.loops().getFirst(),
                options.disconnect(),
                window,
                messages,
                debug,
                terminal.nanoTime());
        Thread hook = new Thread(client::disconnect, "hongyan-farewell");
        ClientRun run = new ClientRun(network, client, hook);
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            var _ = client.connect(options.server().connectTimeout());
            return run;
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the process is ending, and the hook needs the network
        }
        network.close();
    }
}
