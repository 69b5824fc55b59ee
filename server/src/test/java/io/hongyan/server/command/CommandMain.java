package io.hongyan.server.command;

import java.util.Arrays;
import picocli.CommandLine;

/// Runs a command in a process of its own.
final class CommandMain {
    private CommandMain() {}

    /// @param words the class of the command, and its arguments
    public static void main(String[] words) throws ReflectiveOperationException {
        Object command = Class.forName(words[0]).getConstructor().newInstance();
        String[] arguments = Arrays.copyOfRange(words, 1, words.length);
        System.exit(new CommandLine(command).execute(arguments));
    }
}
