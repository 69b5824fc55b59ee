package io.hongyan.rocketmq.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// A business system with RocketMQ's own clients, in a process of its own: [BusinessProgram].
public final class BusinessSystem implements AutoCloseable {
    private final ServerProcess program;
    private final PrintWriter commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Map<String, ConcurrentLinkedQueue<Consumed>> consumed = new ConcurrentHashMap<>();
    private final Map<String, Consumer<Consumed>> consumers = new ConcurrentHashMap<>();

    /// A message that was consumed.
    ///
    /// @param id as RocketMQ's client tells it
    /// @param queue its number
    public record Consumed(String id, String tag, int queue, Map<String, String> properties, byte[] body) {
        public String text() {
            return new String(body, UTF_8);
        }
    }

    /// Starts it.
    ///
    /// @param folder for its files
    public BusinessSystem(RocketMq rocketMq, Path folder) {
        this(rocketMq.nameServer(), rocketMq.broker(), folder);
    }

    /// Starts it for a RocketMQ that is there.
    public BusinessSystem(String nameServer, String broker, Path folder) {
        program = ServerProcess.talking("BusinessProgram", folder, 128, List.of(folder.toString(), nameServer, broker));
        program.awaitReady();
        commands = new PrintWriter(program.process().outputWriter(UTF_8), true);
        Thread.ofVirtual().start(this::listen);
    }

    private void listen() {
        try (BufferedReader lines = program.process().inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split("\t", -1);
                switch (words[0]) {
                    case "consumed" ->
                        Objects.requireNonNull(consumers.get(words[1])).accept(consumed(words));
                    case "done", "failed" -> answers.add(line);
                    default -> {} // what RocketMQ prints
                }
            }
        } catch (IOException e) {
            // it was killed
        }
    }

    private static Consumed consumed(String[] words) {
        var properties = new HashMap<String, String>();
        for (int i = 6; i + 1 < words.length; i += 2) {
            properties.put(decoded(words[i]), decoded(words[i + 1]));
        }
        return new Consumed(
                words[2],
                words[3],
                Integer.parseInt(words[4]),
                properties,
                Base64.getDecoder().decode(words[5]));
    }

    private static String decoded(String word) {
        return new String(Base64.getDecoder().decode(word), UTF_8);
    }

    private ConcurrentLinkedQueue<Consumed> queue(String topic) {
        return consumed.computeIfAbsent(topic, name -> new ConcurrentLinkedQueue<>());
    }

    /// What was consumed of a topic so far, in its order.
    public List<Consumed> consumed(String topic) {
        return List.copyOf(queue(topic));
    }

    /// Makes a topic.
    public void create(String topic, int queues) {
        command("create", topic, Integer.toString(queues));
    }

    /// Consumes a topic from its beginning, one message after the other within a queue, and keeps all of it.
    public void consume(String topic) {
        consume(topic, queue(topic)::add);
    }

    /// Consumes a topic, and keeps nothing.
    ///
    /// @param each called on one thread
    public void consume(String topic, Consumer<Consumed> each) {
        consumers.put(topic, each);
        command("consume", topic);
    }

    /// @return the id
    public String send(String topic, String tag, String body, Map<String, String> properties) {
        var words = new ArrayList<String>(List.of("send", topic, tag, encoded(body)));
        properties.forEach((name, value) -> words.addAll(List.of(encoded(name), encoded(value))));
        return command(words.toArray(String[]::new));
    }

    /// How many queues of a topic another consumer of the group could have at once: those that none holds.
    public int unlocked(String topic, String group) {
        return Integer.parseInt(command("unlocked", topic, group));
    }

    private static String encoded(String word) {
        return Base64.getEncoder().encodeToString(word.getBytes(UTF_8));
    }

    private synchronized String command(String... words) {
        commands.println(String.join("\t", words));
        try {
            String[] answer = answers.take().split("\t", -1);
            if (answer[0].equals("failed")) {
                throw new IllegalStateException(words[0] + ": " + answer[1]);
            }
            return answer[1];
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        program.kill();
    }
}
