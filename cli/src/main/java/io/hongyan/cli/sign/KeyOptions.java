package io.hongyan.cli.sign;

import io.hongyan.cli.option.DataFolderLogin;
import io.hongyan.cli.option.DataFolderOption;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.server.data.Credentials;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say which AccessKey signs.
final class KeyOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder of a service, which supplies what no option does (default: that of the"
                    + " environment, else ./data).")
    @Nullable
    Path data;

    @Option(names = "--ak", paramLabel = "KEY", description = "AccessKey (default: that of the data folder).")
    @Nullable
    String accessKey;

    @Option(names = "--sk", paramLabel = "SECRET", description = "SecretKey (default: variable HONGYAN_SK).")
    @Nullable
    String secretKey;

    /// The folder that counts: one of these options, of the environment, or `./data`.
    Path folder() {
        return DataFolderOption.or(data);
    }

    /// The AccessKey of the data folder.
    ///
    /// @param instance that it is to open; null for that of the first start
    /// @throws Failure when there is none
    Credentials ofFolder(@Nullable String instance) {
        if (secretKey != null) {
            throw Failure.usage("--sk needs --ak, the AccessKey");
        }
        return DataFolderLogin.of(folder(), instance);
    }

    /// The secret of the AccessKey that was given.
    ///
    /// @throws Failure when there is none
    String secret(Terminal terminal) {
        String secret = secretKey == null ? terminal.variable("HONGYAN_SK") : secretKey;
        if (secret == null || secret.isEmpty()) {
            throw Failure.usage("there is no SecretKey: give --sk or the variable HONGYAN_SK");
        }
        return secret;
    }
}
