package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.data.RuntimeFile;
import io.hongyan.server.file.EncodingException;
import io.hongyan.server.file.TextFile;
import io.hongyan.server.program.ProgramName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which running service is meant, and how the answer is printed.
final class AdminOptions {
    private static final int DEFAULT_PORT = 18083;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Data folder of the service, which holds its admin key and ports (default: ./data).")
    Path data = Path.of("data");

    @Option(
            names = "--admin-url",
            paramLabel = "URL",
            description = "Admin interface (default: 127.0.0.1 and the port that the data folder names).")
    @Nullable
    String url;

    @Option(
            names = "--admin-key",
            paramLabel = "KEY",
            description = "Admin key (default: variable HONGYAN_ADMIN_KEY, then admin.key of the data folder).")
    @Nullable
    String key;

    @Option(names = "--json", description = "Print the answer as JSON.")
    boolean json;

    AdminClient client(Terminal terminal) {
        String secret = key(terminal);
        return new AdminClient(url == null ? address(terminal) : address(url), secret);
    }

    /// The address that the data folder names; the usual one when the key was not taken from there.
    private URI address(Terminal terminal) {
        RuntimeFile.starting(data).ifPresent(pid -> {
            throw Failure.usage("the service of " + data + " (process " + pid
                    + ") is starting, and its ports are not known yet; try again when it is ready");
        });
        Optional<RuntimeFile.Running> running = RuntimeFile.read(data);
        if (running.isEmpty() && givenKey(terminal) == null) {
            throw new Failure(
                    Exit.UNREACHABLE,
                    "no service runs on the data folder " + data + "; start it with '"
                            + ProgramName.command("serve", "--data", data)
                            + "', or name another one with --data or --admin-url");
        }
        Integer port = running.isEmpty()
                ? Integer.valueOf(DEFAULT_PORT)
                : running.get().ports().get("admin");
        if (port == null) {
            throw new Failure(
                    Exit.UNREACHABLE, "the service of " + data + " has no admin interface: its admin.port is 0");
        }
        return URI.create("http://127.0.0.1:" + port);
    }

    private static URI address(String url) {
        try {
            URI address = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            if (address.getPort() > 65_535) {
                throw Failure.usage("--admin-url: the port " + address.getPort() + " is above 65535");
            }
            if (address.getHost() != null
                    && address.getScheme() != null
                    && address.getScheme().startsWith("http")) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--admin-url: '" + url + "' is no URL: " + e.getMessage());
        }
        throw Failure.usage("--admin-url: '" + url + "' is no http:// URL with a host");
    }

    private @Nullable String givenKey(Terminal terminal) {
        return key == null ? terminal.variable("HONGYAN_ADMIN_KEY") : key;
    }

    private String key(Terminal terminal) {
        String given = givenKey(terminal);
        if (given != null) {
            return given;
        }
        Path file = data.resolve("admin.key");
        try {
            return TextFile.read(file).strip();
        } catch (EncodingException e) {
            throw Failure.usage("the admin key in " + file + " cannot be used: " + e.getMessage());
        } catch (IOException e) {
            throw Failure.usage("cannot read the admin key in " + file
                    + "; give the service's data folder with --data, or the key with --admin-key");
        }
    }

    /// The instance given, or the one that the first start made.
    String instance(@Nullable String given) {
        return given != null ? given : credential(Credentials::instance, "--instance");
    }

    /// The AccessKey given, or the one that the first start made.
    String accessKey(@Nullable String given) {
        return given != null ? given : credential(Credentials::accessKey, "--ak");
    }

    private String credential(Function<Credentials, String> field, String option) {
        try {
            return Credentials.read(data)
                    .map(field)
                    .orElseThrow(() -> Failure.usage(option + " is missing, and there is no " + Credentials.file(data)
                            + " that names one; add " + option));
        } catch (DataFolderException e) {
            throw Failure.usage(option + " is missing, and " + e.getMessage() + "; add " + option);
        }
    }
}
