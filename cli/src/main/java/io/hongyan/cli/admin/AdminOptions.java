package io.hongyan.cli.admin;

import io.hongyan.cli.option.DataFolderOption;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.server.data.AdminKey;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.data.RuntimeFile;
import io.hongyan.server.file.EncodingException;
import io.hongyan.server.file.TextFile;
import io.hongyan.server.program.ProgramName;
import io.hongyan.server.tls.SelfSigned;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which running service is meant, and how the answer is printed.
final class AdminOptions {
    /// That of the key `admin.port`.
    static final int DEFAULT_PORT = 18083;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder of the service, which holds its admin key, its ports and the instance of the"
                    + " first start (default: that of the environment, else ./data, but nothing with --admin-url).")
    @Nullable
    Path data;

    @Option(
            names = "--admin-url",
            paramLabel = "URL",
            description = "Admin interface (default: the address and port that the data folder names).")
    @Nullable
    String url;

    @Option(
            names = "--admin-key",
            paramLabel = "KEY",
            description = "Admin key (default: variable HONGYAN_ADMIN_KEY, then admin.key of the data folder).")
    @Nullable
    String key;

    @Option(
            names = "--admin-cafile",
            paramLabel = "PEM",
            description = "With https, trust the certificates in this file (default: with the address from the data"
                    + " folder, the service's self-signed one; else the system's authorities).")
    @Nullable
    Path caFile;

    @Option(names = "--json", description = "Print the answer as JSON.")
    boolean json;

    AdminClient client(Terminal terminal) {
        String secret = key(terminal);
        Path folder = DataFolderOption.or(data);
        URI address = url == null ? address(terminal, folder) : address(url);
        return new AdminClient(address, secret, trusted(address, url == null ? SelfSigned.certificate(folder) : null));
    }

    /// @param own the certificate that the service shows unless it was given another; null when nobody knows it
    /// @return whom to believe; null = the system's authorities
    private @Nullable Path trusted(URI address, @Nullable Path own) {
        if (caFile != null) {
            return caFile;
        }
        return own != null && address.getScheme().equals("https") && Files.isReadable(own) ? own : null;
    }

    /// Where the key, the address, the instance and its AccessKey come from; null = nowhere: a folder that nobody named
    /// has nothing to do with a service elsewhere.
    private @Nullable Path folder() {
        return data != null || url != null ? data : DataFolderOption.or(null);
    }

    /// How a command of this program names the same service.
    String sameService() {
        if (url != null) {
            return " --admin-url " + ProgramName.quoted(url);
        }
        return data == null ? "" : " --data " + ProgramName.quoted(data);
    }

    /// The address that the data folder names; the usual one when the key was not taken from there.
    private URI address(Terminal terminal, Path data) {
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
        String host = running.isEmpty() ? RuntimeFile.LOOPBACK : running.get().host("admin");
        String scheme = running.isEmpty() ? "http" : running.get().kinds().getOrDefault("admin", "http");
        return URI.create(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    private static URI address(String url) {
        if (!url.contains("://")) {
            throw Failure.usage("--admin-url: '" + url + "' has no scheme; write http://" + url);
        }
        try {
            URI address = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            if (address.getPort() > 65_535) {
                throw Failure.usage("--admin-url: the port " + address.getPort() + " is above 65535");
            }
            if (address.getHost() != null
                    && address.getScheme() != null
                    && address.getScheme().matches("https?")) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--admin-url: '" + url + "' is no URL: " + e.getMessage());
        }
        throw Failure.usage("--admin-url: '" + url + "' is no http:// URL with a host; write it as http://HOST:PORT");
    }

    private @Nullable String givenKey(Terminal terminal) {
        return key == null ? terminal.variable("HONGYAN_ADMIN_KEY") : key;
    }

    private String key(Terminal terminal) {
        String given = givenKey(terminal);
        if (given != null) {
            return given;
        }
        Path folder = folder();
        if (folder == null) {
            throw Failure.usage("there is no admin key: with --admin-url, give --admin-key, the variable"
                    + " HONGYAN_ADMIN_KEY, or the data folder of that service with --data");
        }
        Path file = AdminKey.file(folder);
        try {
            return TextFile.read(file).strip();
        } catch (EncodingException e) {
            throw Failure.usage("the admin key in " + file + " cannot be used: " + e.getMessage());
        } catch (IOException e) {
            throw Failure.usage(cannotRead(folder, file, e));
        }
    }

    /// A service at work whose key is gone keeps it in memory, until it starts again.
    private static String cannotRead(Path folder, Path file, IOException e) {
        boolean madeByStart = e instanceof NoSuchFileException
                && Credentials.file(folder).toFile().exists();
        return "cannot read the admin key in " + file + ": " + TextFile.reason(e)
                + (madeByStart
                        ? ". The next start of the service makes a new one, unless admin.key of its configuration names"
                                + " one; until then the old key is valid: give it with --admin-key or the variable"
                                + " HONGYAN_ADMIN_KEY, or restart the service"
                        : "; give the service's data folder with --data, or the key with --admin-key");
    }

    /// The instance given, or the one that the first start made.
    String instance(@Nullable String given) {
        return given != null ? given : credentials("--instance").instance();
    }

    /// The AccessKey given, or the one of the data folder that opens the instance.
    String accessKey(@Nullable String given, String instance) {
        if (given != null) {
            return given;
        }
        Credentials first = credentials("--ak");
        return first.opening(folder("--ak"), instance).orElse(first).accessKey();
    }

    private Path folder(String option) {
        Path folder = folder();
        if (folder == null) {
            throw Failure.usage(option + " is missing: with --admin-url nothing is taken from ./data; add " + option
                    + ", or the data folder of that service with --data");
        }
        return folder;
    }

    private Credentials credentials(String option) {
        Path folder = folder(option);
        try {
            return Credentials.read(folder)
                    .orElseThrow(() -> Failure.usage(option + " is missing, and there is no " + Credentials.file(folder)
                            + " that names one; give the data folder of the service with --data, or add " + option));
        } catch (DataFolderException e) {
            throw Failure.usage(option + " is missing, and " + e.getMessage() + "; add " + option);
        }
    }
}
