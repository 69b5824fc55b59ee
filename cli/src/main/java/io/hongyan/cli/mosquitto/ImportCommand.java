package io.hongyan.cli.mosquitto;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.server.data.PrivateFiles;
import io.hongyan.transport.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/// `hongyan import`: a configuration of Hongyan from mosquitto.conf.
@Command(
        name = "import",
        description = "Make a configuration of Hongyan from mosquitto.conf: listeners, certificates, users with their"
                + " passwords, rights and limits. Lists the lines that have no counterpart. Changes nothing outside of"
                + " the folder of --to, and overwrites nothing there.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sudo hongyan import /etc/mosquitto/mosquitto.conf --to hongyan-config",
            "  hongyan check-config hongyan-config/hongyan.yaml",
            "  hongyan serve --config hongyan-config/hongyan.yaml"
        })
public final class ImportCommand implements Callable<Integer> {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .build();
    private static final List<String> KINDS = List.of("tcp", "tls", "ws", "wss", "amqp", "amqps");

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "mosquitto.conf. Files that it names are read as well.")
    Path file = Path.of("");

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIR",
            description = "Folder for hongyan.yaml, users.txt and acl.txt; made if it is not there.")
    Path folder = Path.of("");

    public ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (folder.toString().isBlank()) {
            throw Failure.usage("--to is empty; name a folder, such as --to hongyan-config");
        }
        Conversion conversion = Conversion.of(MosquittoConf.read(file));
        List<String> notTaken = new ArrayList<>(conversion.notTaken());
        Path target = folder.toAbsolutePath().normalize();
        Map<String, String> files = new LinkedHashMap<>();
        Map<String, Object> keys = new LinkedHashMap<>();
        List<String> what = new ArrayList<>();
        keys.put("auth.allowAnonymous", conversion.anonymous());
        if (conversion.users() != null) {
            ImportedLines users = ImportedLines.users(conversion.users().path(), notTaken);
            files.put("users.txt", text(users.lines()));
            what.add(counted(users.count(), "user"));
            keys.put("auth.passwordFile", target.resolve("users.txt").toString());
        }
        if (conversion.rights() != null) {
            ImportedLines rights = ImportedLines.rights(conversion.rights().path(), notTaken);
            files.put("acl.txt", text(rights.lines()));
            what.add(counted(rights.count(), "rule"));
            keys.put("auth.aclFile", target.resolve("acl.txt").toString());
        }
        keys.putAll(conversion.keys());
        files.put("hongyan.yaml", yaml(conversion.listeners(), keys, target));
        what.addFirst(counted(conversion.listeners().size(), "listener"));
        write(files);
        tell(what, notTaken);
        return Exit.OK;
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String text(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private String yaml(List<ImportedListener> listeners, Map<String, Object> keys, Path target) {
        Map<String, Object> sections = new LinkedHashMap<>();
        Map<String, Integer> ofKind = new HashMap<>();
        for (ImportedListener listener : listeners) {
            int number = ofKind.merge(listener.kind(), 1, Integer::sum);
            sections.put(listener.kind() + (number == 1 ? "" : "-" + number), listener.keys());
        }
        KINDS.forEach(kind -> sections.putIfAbsent(kind, Map.of("port", 0)));
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("data", target.resolve("data").toString());
        root.put("profile", "open");
        root.put("listeners", sections);
        keys.forEach((key, value) -> put(root, key, value));
        return "# Made by hongyan import from " + file + "\n" + YAML.writeValueAsString(root);
    }

    /// @param key such as `a.b.c`
    @SuppressWarnings("unchecked") // all sections are made here
    private static void put(Map<String, Object> section, String key, Object value) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            section.put(key, value);
        } else {
            Object inner = section.computeIfAbsent(key.substring(0, dot), _ -> new LinkedHashMap<String, Object>());
            put((Map<String, Object>) inner, key.substring(dot + 1), value);
        }
    }

    /// All files or none.
    private void write(Map<String, String> files) {
        for (String name : files.keySet()) {
            if (Files.exists(folder.resolve(name))) {
                throw Failure.usage(folder.resolve(name) + " is there already, and nothing was changed; choose another"
                        + " folder with --to, or remove the file");
            }
        }
        try {
            PrivateFiles.folder(folder);
            for (Map.Entry<String, String> each : files.entrySet()) {
                PrivateFiles.write(
                        folder.resolve(each.getKey()), each.getValue().getBytes(UTF_8));
            }
        } catch (IOException e) {
            throw Failure.usage("--to " + folder + ": " + FileReason.withFile(e));
        }
    }

    private void tell(List<String> what, List<String> notTaken) {
        Path made = folder.resolve("hongyan.yaml");
        terminal.printLine(made + ": " + String.join(", ", what));
        if (!notTaken.isEmpty()) {
            terminal.printLine("Not taken, or only in part:");
            notTaken.forEach(line -> terminal.printLine("  " + line));
        }
        String program = System.getProperty("hongyan.program", "hongyan");
        terminal.printLine("Check it: " + program + " check-config " + made);
        terminal.printLine("Start it: " + program + " serve --config " + made);
    }
}
