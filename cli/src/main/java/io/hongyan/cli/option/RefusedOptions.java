package io.hongyan.cli.option;

import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// Options of mosquitto_pub, mosquitto_sub and mosquitto_rr that cannot be had here. Each says why, and what to do
/// instead.
final class RefusedOptions {
    private static final Map<String, String> REASONS = Map.of(
            "--unix", "a server is reached over TCP, not over a Unix socket; write -h and -p",
            "--psk", "TLS with a pre-shared key is not supported; write --cafile, and --cert and --key, or -u and -P",
            "--psk-identity", "TLS with a pre-shared key is not supported; write --cert and --key, or -u and -P",
            "--ciphers", "the cipher suites are those that Java and the server agree on; leave it out",
            "--tls-alpn", "no protocol is announced in the TLS handshake; use a port for MQTT alone, or --ws",
            "--tls-engine", "keys in an engine of OpenSSL cannot be used; give a key in a PEM file with --key",
            "--tls-engine-kpass-sha1",
                    "keys in an engine of OpenSSL cannot be used; give a key in a PEM file with --key",
            "-S", "there are no SRV lookups; write -h, and --tls if you mean TLS");

    @Option(names = "--unix", hidden = true, parameterConsumer = Refuser.class)
    @Nullable
    String unix;

    @Option(names = "--psk", hidden = true, parameterConsumer = Refuser.class)
    @Nullable
    String psk;

    @Option(names = "--psk-identity", hidden = true, parameterConsumer = Refuser.class)
    @Nullable
    String pskIdentity;

    @Option(names = "--ciphers", hidden = true, parameterConsumer = Refuser.class)
    @Nullable
    String ciphers;

    @Option(names = "--tls-alpn", hidden = true, parameterConsumer = Refuser.class)
    @Nullable
    String alpn;

    @Option(names = "--tls-engine", hidden = true, parameterConsumer = Refuser.class)
    @Nullable
    String engine;

    @Option(names = "--tls-engine-kpass-sha1", hidden = true, parameterConsumer = Refuser.class)
    @Nullable
    String enginePassword;

    @Option(names = "-S", hidden = true, arity = "0", parameterConsumer = Refuser.class)
    boolean srv;

    /// Refuses whatever follows.
    static final class Refuser implements IParameterConsumer {
        @Override
        @SuppressWarnings("JdkObsolete") // picocli hands over a Stack
        public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
            String name = ((OptionSpec) option).longestName();
            throw new ParameterException(command.commandLine(), name + ": " + REASONS.get(name), null, option, "");
        }
    }
}
