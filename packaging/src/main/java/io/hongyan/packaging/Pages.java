package io.hongyan.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.cli.Hongyan;
import io.hongyan.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/// Writes the manual page of each command (AsciiDoc, which the build makes roff of) and the completion of the shells.
final class Pages {
    private Pages() {}

    /// Two arguments: the folder for the manual pages, and the file for the completion.
    public static void main(String[] args) throws IOException {
        Path pages = Files.createDirectories(Path.of(args[0]));
        Path completion = Path.of(args[1]);
        CommandLine commands = Hongyan.commands(Terminal.system());
        boolean[] quiet = {false, false, false};
        int result = ManPageGenerator.generateManPage(pages.toFile(), null, quiet, true, commands.getCommandSpec());
        if (result != 0) {
            throw new IOException("picocli has written no manual pages; it answered " + result);
        }
        Files.createDirectories(completion.resolveSibling(""));
        Files.writeString(completion, AutoComplete.bash("hongyan", commands), UTF_8);
    }
}
