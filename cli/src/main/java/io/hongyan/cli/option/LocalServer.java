package io.hongyan.cli.option;

import io.hongyan.cli.terminal.Failure;
import io.hongyan.client.config.ServerAddress;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.DataFolder;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.data.RuntimeFile;
import io.hongyan.server.program.ProgramName;
import io.hongyan.server.tls.SelfSigned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A service on this machine, as its data folder describes it: where it listens, and its login.
///
/// @param running null when nothing says that it runs
/// @param credentials those of the first start; null when they are not there any more
record LocalServer(
        Path data,
        RuntimeFile.@Nullable Running running,
        @Nullable Credentials credentials) {
    /// The service of a folder, if it runs.
    ///
    /// @throws Failure when its credentials cannot be read
    static Optional<LocalServer> running(Path data) {
        return RuntimeFile.read(data).map(running -> new LocalServer(data, running, credentials(data)));
    }

    /// The service of a folder that somebody named.
    ///
    /// @throws Failure when there is no such folder, or its credentials cannot be read
    static LocalServer named(Path data) {
        try {
            DataFolder.checkAccess(data);
        } catch (DataFolderException e) {
            throw Failure.usage("--data: " + e.getMessage());
        }
        if (!Files.isDirectory(data)) {
            throw Failure.usage("--data: there is no folder " + data);
        }
        RuntimeFile.starting(data).ifPresent(pid -> {
            throw Failure.usage("--data: the service of " + data + " (process " + pid
                    + ") is starting; try again when it is ready");
        });
        return running(data).orElseGet(() -> new LocalServer(data, null, credentials(data)));
    }

    private static @Nullable Credentials credentials(Path data) {
        try {
            return Credentials.read(data).orElse(null);
        } catch (DataFolderException e) {
            throw Failure.usage("--data: " + e.getMessage());
        }
    }

    /// The login of its first start, with another key when an administrator deleted that one; null when there is none.
    ///
    /// @throws Failure when no key is left
    @Nullable
    Credentials login() {
        return credentials == null ? null : DataFolderLogin.current(data, credentials);
    }

    /// Where it listens for that scheme.
    ///
    /// @throws Failure when it does not run, or has no such listener
    ServerAddress address(ServerAddress.Scheme scheme, String path) {
        if (running == null) {
            throw Failure.usage("--data: no service of " + data
                    + " runs, or its runtime.json cannot be read; start it with '"
                    + ProgramName.command("serve", "--data", data) + "', or name a server"
                    + " with -h");
        }
        String listener = listener(running, kind(scheme));
        if (listener == null) {
            throw Failure.usage("--data: the service of " + data + " has no listener for " + kind(scheme) + "; it has "
                    + listeners(running));
        }
        int port = running.ports().getOrDefault(listener, scheme.defaultPort());
        return new ServerAddress(scheme, running.host(listener), port, path);
    }

    /// The one that has the name of its kind, else the first of that kind; null when there is none.
    private static @Nullable String listener(RuntimeFile.Running running, String kind) {
        if (kind.equals(running.kinds().get(kind)) && running.ports().containsKey(kind)) {
            return kind;
        }
        return running.ports().keySet().stream()
                .filter(name -> kind.equals(running.kinds().get(name)))
                .findFirst()
                .orElse(null);
    }

    /// Those for MQTT, for people.
    private static String listeners(RuntimeFile.Running running) {
        String all = running.ports().keySet().stream()
                .filter(name -> running.kinds().containsKey(name) && !name.equals("admin"))
                .map(name -> name + " (" + running.kinds().get(name) + ", port "
                        + running.ports().get(name) + ")")
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "none for MQTT" : all + "; choose another kind, with --tls or --ws, or a port with -p";
    }

    /// The scheme to use where nobody asked for one: without TLS if there is such a listener.
    boolean onlySecure() {
        return running != null && listener(running, "tcp") == null && listener(running, "tls") != null;
    }

    /// The certificate that it shows unless it was given another; null when it has none of its own.
    @Nullable
    Path certificate() {
        Path own = SelfSigned.certificate(data);
        return Files.isReadable(own) ? own : null;
    }

    private static String kind(ServerAddress.Scheme scheme) {
        return switch (scheme) {
            case MQTT -> "tcp";
            case MQTTS -> "tls";
            case WS -> "ws";
            case WSS -> "wss";
        };
    }
}
