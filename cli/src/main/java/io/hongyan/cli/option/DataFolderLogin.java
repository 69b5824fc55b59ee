package io.hongyan.cli.option;

import io.hongyan.cli.terminal.Failure;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.program.ProgramName;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The login that a data folder supplies. It follows a rotation of keys: when the AccessKey of the first start is
/// disabled or was deleted, it is the newest other one of the instance.
public final class DataFolderLogin {
    private DataFolderLogin() {}

    /// The login of a folder for an instance.
    ///
    /// @param instance null = that of the first start
    /// @throws Failure when there is none, or no key opens the instance
    public static Credentials of(Path data, @Nullable String instance) {
        Credentials first = ofFolder(() -> Credentials.read(data))
                .orElseThrow(() -> Failure.usage("there is no " + Credentials.file(data)
                        + " that has a login; name the data folder of a service with --data, or give --ak, --sk"
                        + " and --instance"));
        return instance == null || instance.equals(first.instance())
                ? current(data, first)
                : ofFolder(() -> first.opening(data, instance))
                        .orElseThrow(() -> Failure.usage("no AccessKey in " + data + " opens the instance " + instance
                                + "; make one with '"
                                + ProgramName.command("admin", "key", "create", "--instance", instance, "--data", data)
                                + "', or name one with --ak"));
    }

    private static Optional<Credentials> ofFolder(Supplier<Optional<Credentials>> read) {
        try {
            return read.get();
        } catch (DataFolderException e) {
            throw Failure.usage("--data: " + e.getMessage());
        }
    }

    /// @param first of the first start
    /// @throws Failure when its AccessKey is disabled or was deleted, and no other opens the instance
    static Credentials current(Path data, Credentials first) {
        return ofFolder(() -> first.current(data))
                .orElseThrow(() -> Failure.usage("--data: the AccessKey of the first start, " + first.accessKey()
                        + ", is disabled or was deleted from " + data + ", and no other one opens the instance "
                        + first.instance()
                        + ". Make one with '" + ProgramName.command("admin", "key", "create", "--data", data)
                        + "'; or log in with -u and -P, or with --ak, --sk and --instance; or name the server alone,"
                        + " with -h and -p, where nobody needs a login"));
    }
}
