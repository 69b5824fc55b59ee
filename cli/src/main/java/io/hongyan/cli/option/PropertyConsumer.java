package io.hongyan.cli.option;

import io.hongyan.codec.property.Property;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Takes the words behind `-D`: packet, property and value, with one more for the name of a user property.
public final class PropertyConsumer implements IParameterConsumer {
    @Override
    @SuppressWarnings("JdkObsolete") // picocli hands over a Stack
    public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
        PacketProperties properties = option.getValue();
        try {
            PacketProperties.Carrier carrier = PacketProperties.carrier(next(words, "a packet"));
            Property property = PacketProperties.property(carrier, next(words, "a property"));
            if (property == Property.USER_PROPERTY) {
                String name = next(words, "the name of a user property");
                properties.add(carrier, name, next(words, "the value of the user property " + name));
            } else {
                properties.set(carrier, property, next(words, "a value"));
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "-D: " + e.getMessage(), e, option, "");
        }
    }

    private static String next(Stack<String> words, String what) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException(
                    what + " is missing; write -D packet property value, or -D packet user-property name value");
        }
        return words.pop();
    }
}
