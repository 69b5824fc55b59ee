package io.hongyan.server.command;

import io.hongyan.server.Server;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.source.ConfigException;
import io.hongyan.server.config.source.ReadConfig;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.log.LogSetup;
import io.hongyan.server.program.ProgramName;
import io.hongyan.transport.TransportException;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Runs the broker until a signal ends it. Exit code 0 after an orderly stop, 1 when it could not start.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description =
                "Run the broker. The first start on an empty data folder makes an instance, a key pair, a group, a"
                        + " topic and a certificate. In a terminal it prints them, with lines to copy; 'hongyan"
                        + " credentials' shows them.")
public final class ServeCommand implements Callable<Integer> {
    private static final System.Logger LOG = System.getLogger(ServeCommand.class.getName());
    private static final int FORCED = 130;
    private static final String DISABLED_EXTENSIONS = "jdk.tls.server.disableExtensions";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Mixin
    private ListenOptions listen = new ListenOptions();

    /// Java refuses a TLS handshake whose server name (SNI) is no host name of the Internet, and devices name servers
    /// with underscores. The transport reads the name itself, so Java need not. Java looks at this once, before its
    /// first handshake.
    private static void letEveryServerNameIn() {
        if (System.getProperty(DISABLED_EXTENSIONS) == null) {
            System.setProperty(DISABLED_EXTENSIONS, "server_name");
        }
    }

    @Override
    public Integer call() {
        letEveryServerNameIn();
        PrintWriter err = spec.commandLine().getErr();
        List<String> warnings = new ArrayList<>();
        try {
            ReadConfig settings =
                    config.readAll(System.getenv(), listen.settings(), warnings).usable();
            LogSetup.apply(settings.config().log());
            warnings.addAll(config.unreadFile());
            Thread.setDefaultUncaughtExceptionHandler(ServeCommand::threadEnded);
            warnings.forEach(warning -> LOG.log(Level.WARNING, warning));
            serve(settings, this::again);
            return 0;
        } catch (ConfigException | DataFolderException | TransportException | IOException e) {
            err.println(e.getMessage());
            return 1;
        } finally {
            err.flush();
            LogSetup.stop();
        }
    }

    /// Reads the configuration once more, from the same file and options.
    private ReadConfig again() {
        List<String> warnings = new ArrayList<>();
        ReadConfig settings =
                config.readAll(System.getenv(), listen.settings(), warnings).usable();
        warnings.forEach(warning -> LOG.log(Level.WARNING, warning));
        return settings;
    }

    /// No thread ends without a line in the log.
    private static void threadEnded(Thread thread, Throwable cause) {
        LOG.log(Level.ERROR, "thread " + thread.getName() + " has ended by an error that nobody expected", cause);
    }

    private void serve(ReadConfig settings, Supplier<ReadConfig> source) throws IOException {
        CountDownLatch stop = new CountDownLatch(1);
        // Before anything is open, so that a signal during the start ends it in order too.
        boolean signals = Signals.on("TERM", () -> stop(stop)) && Signals.on("INT", () -> stop(stop));
        try (Server server = Server.start(settings, source, () -> stop.getCount() == 0)) {
            Signals.on("HUP", () -> {
                var _ = server.reload(); // each file has its line in the log
            });
            if (!signals) {
                Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
            }
            announce(server, settings.config());
            stop.await();
        } catch (CancellationException e) {
            LOG.log(Level.INFO, "{0}", e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// The first signal asks, the second one does not.
    private static void stop(CountDownLatch stop) {
        if (stop.getCount() == 0) {
            Runtime.getRuntime().halt(FORCED);
        }
        stop.countDown();
    }

    private void announce(Server server, ServerConfig settings) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(ProgramName.in(server.firstStartMessage(isTerminal(), arguments())
                .orElseGet(() -> "Credentials: ./hongyan credentials --data " + ProgramName.quoted(settings.data()))));
        server.addresses().forEach(out::println);
        out.println("Hongyan " + Server.version() + " is ready" + sinceStart());
        out.flush();
    }

    /// What stands after `serve` on the command line.
    private List<String> arguments() {
        List<String> words = spec.commandLine().getParseResult().originalArgs();
        int own = words.indexOf(spec.name());
        return words.subList(own + 1, words.size());
    }

    /// Whether a person reads standard output.
    @SuppressWarnings("SystemConsoleNull") // from JDK 25 on it is null again where there is no terminal
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /// Since the virtual machine started. What a script did before it, such as a build, is no part of the start.
    private static String sinceStart() {
        long millis = Instant.now().toEpochMilli()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        return " " + millis + " ms after the start of its JVM";
    }
}
