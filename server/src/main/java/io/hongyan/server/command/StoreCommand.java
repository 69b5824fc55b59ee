package io.hongyan.server.command;

import io.hongyan.broker.store.StoreException;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.source.ConfigException;
import io.hongyan.server.data.Backup;
import io.hongyan.server.data.DataFolder;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.data.EngineMark;
import io.hongyan.server.data.SecretsKey;
import io.hongyan.server.program.ProgramName;
import io.hongyan.store.rocksdb.check.StoreCheck;
import io.hongyan.store.rocksdb.check.StoreRepair;
import io.hongyan.store.rocksdb.check.StoreReport;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hongyan store`: checks, repairs and restores the store of a data folder that no service uses.
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        description = "Check, repair or restore the store of a data folder.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan store check --data /var/lib/hongyan",
            "  hongyan store repair --data /var/lib/hongyan",
            "  hongyan store restore --data /var/lib/hongyan /backup/hongyan-monday",
            "",
            "A copy of a running service is made by 'hongyan admin backup'. Exit codes: 0 sound or done, 1 not,"
                    + " 2 repaired with losses."
        })
public final class StoreCommand implements Runnable {
    /// Exit code of a repair that could not save everything.
    private static final int LOSSES = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description =
                    "Read the whole store and name all damage. Changes nothing. The service must not run; check a copy of"
                            + " it instead.")
    int check(@Mixin ConfigOptions config) {
        return telling(out -> {
            Path data = data(config);
            Path store = store(data);
            try (Closeable _ = DataFolder.watch(data)) {
                StoreReport report = StoreCheck.check(store);
                print(report, "damage: ", out);
                String verdict = report.sound()
                        ? " is sound"
                        : " is damaged; this saves the rest: " + ProgramName.command("store", "repair", "--data", data);
                out.println(store + verdict);
                return report.sound() ? 0 : 1;
            }
        });
    }

    @Command(
            name = "repair",
            mixinStandardHelpOptions = true,
            description =
                    "Copy all that can be read into a new store, keep the damaged one beside it, and say what is lost."
                            + " A sound store is left as it is.")
    int repair(@Mixin ConfigOptions config) {
        return telling(out -> {
            Path data = data(config);
            Path store = store(data);
            try (DataFolder _ = DataFolder.open(data)) {
                if (StoreCheck.check(store).sound()) {
                    out.println(store + " is sound; there is nothing to repair, and nothing is changed");
                    return 0;
                }
                String now = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
                        .format(LocalDateTime.now(ZoneId.systemDefault()));
                Path aside = data.resolve("store.damaged-" + now);
                StoreReport saved = StoreRepair.repair(store, aside);
                print(saved, "lost: ", out);
                out.println(store + " is new and holds the rows above; the damaged one is in " + aside);
                return saved.sound() ? 0 : LOSSES;
            }
        });
    }

    @Command(
            name = "restore",
            mixinStandardHelpOptions = true,
            description = "Fill an empty data folder from a copy that 'hongyan admin backup' made.")
    int restore(
            @Mixin ConfigOptions config,
            @Parameters(paramLabel = "COPY", description = "The folder of the copy.") Path copy) {
        return telling(out -> {
            ServerConfig settings = settings(config);
            Path data = Path.of(settings.data());
            Backup.restore(copy, data);
            String key = settings.auth().secretKeyFile();
            boolean missing = key.isEmpty() && SecretsKey.isMissing(data);
            if (missing) {
                out.println(copy + " has no secrets.key, with which the secrets in it were encrypted: it was kept apart"
                        + " (auth.secretKeyFile). The start needs that key: put it into " + data
                        + ", or name its file in the place of FILE");
            }
            out.println(data + " is as " + copy + " was; this starts it: " + start(data, missing ? "FILE" : key));
            return 0;
        });
    }

    /// @param key the file of the key; empty for the one in the folder
    private static String start(Path data, String key) {
        return key.isEmpty()
                ? ProgramName.command("serve", "--data", data)
                : ProgramName.command("serve", "--data", data, "--set", "auth.secretKeyFile=" + key);
    }

    private int telling(Work work) {
        var commandLine = spec.commandLine();
        try {
            return work.on(commandLine.getOut());
        } catch (ConfigException | DataFolderException | StoreException | IOException e) {
            commandLine.getErr().println(e.getMessage());
            return 1;
        } finally {
            commandLine.getOut().flush();
            commandLine.getErr().flush();
        }
    }

    /// What a command does.
    private interface Work {
        int on(PrintWriter out) throws IOException;
    }

    private static Path data(ConfigOptions config) {
        return Path.of(settings(config).data());
    }

    private static ServerConfig settings(ConfigOptions config) {
        return config.read(System.getenv(), List.of(), new ArrayList<>());
    }

    private static Path store(Path data) {
        DataFolder.checkAccess(data);
        EngineMark.check(data, "");
        Path store = DataFolder.store(data);
        if (!Files.isDirectory(store)) {
            throw new DataFolderException("there is no store in " + data + "; name the data folder with --data");
        }
        return store;
    }

    private static void print(StoreReport report, String sort, PrintWriter out) {
        report.rows().forEach((table, rows) -> out.printf("%-14s %,d rows%n", table, rows));
        report.faults().forEach(fault -> out.println(sort + fault));
    }
}
