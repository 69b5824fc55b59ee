package io.hongyan.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// A terminal whose input is given and whose output is kept. No two make the same client ids.
public final class RecordedTerminal {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> answers = new HashMap<>();
    private InputStream in = InputStream.nullInputStream();

    public RecordedTerminal input(byte[] bytes) {
        in = new ByteArrayInputStream(bytes);
        return this;
    }

    public RecordedTerminal variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /// A person who answers when asked for that.
    public RecordedTerminal answer(String what, String secret) {
        answers.put(what, secret);
        return this;
    }

    public Terminal terminal() {
        return new Terminal(
                in,
                out,
                new PrintStream(err, true, UTF_8),
                environment,
                InstantSource.system(),
                System::nanoTime,
                new Random(NUMBER.incrementAndGet()),
                what -> answers.get(what));
    }

    public byte[] outBytes() {
        return out.toByteArray();
    }

    public String out() {
        return out.toString(UTF_8);
    }

    public String err() {
        return err.toString(UTF_8);
    }
}
