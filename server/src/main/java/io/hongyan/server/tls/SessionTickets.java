package io.hongyan.server.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.secret.SecretBox;
import io.hongyan.cloud.secret.SecretException;
import io.hongyan.server.data.PrivateFiles;
import io.hongyan.server.file.TextFile;
import io.hongyan.transport.FileReason;
import io.hongyan.transport.endpoint.TicketKey;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// The keys of TLS session tickets, in a file of the data folder, encrypted: so devices resume their sessions after a
/// restart. There is a new one each day, and those of the two days before still open tickets. A file that is lost or
/// cannot be used costs the devices a full handshake each, and no more. One thread.
public final class SessionTickets {
    private static final System.Logger LOG = System.getLogger(SessionTickets.class.getName());
    private static final byte[] OWNER = "session tickets".getBytes(UTF_8);
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final int MOST = 3;
    private static final String FOLDER = "tls";

    private final Path folder;
    private final Path file;
    private final SecretBox box;
    private final Clock clock;
    private final RandomGenerator random;
    private List<Made> all;

    /// A key, and when it was made.
    private record Made(long millis, byte[] bytes) {
        String line() {
            return millis + " " + Base64.getEncoder().encodeToString(bytes);
        }

        static Made ofLine(String line) {
            String[] parts = line.split(" ", 2);
            byte[] bytes = Base64.getDecoder().decode(parts.length == 2 ? parts[1] : "");
            var _ = new TicketKey(bytes); // refuses another length
            return new Made(Long.parseLong(parts[0]), bytes);
        }
    }

    /// Reads the file; [#renew] makes what is missing.
    public SessionTickets(Path folder, SecretBox box, Clock clock, RandomGenerator random) {
        this.folder = folder.resolve(FOLDER);
        this.file = file(folder);
        this.box = box;
        this.clock = clock;
        this.random = random;
        this.all = read();
    }

    public static Path file(Path folder) {
        return folder.resolve(FOLDER).resolve("tickets");
    }

    private List<Made> read() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            byte[] sealed = Base64.getDecoder().decode(TextFile.read(file).strip());
            return box.open(sealed, OWNER).lines().map(Made::ofLine).toList();
        } catch (IOException e) {
            return lost(TextFile.reason(e));
        } catch (SecretException | IllegalArgumentException e) {
            return lost(String.valueOf(e.getMessage()));
        }
    }

    private List<Made> lost(String why) {
        LOG.log(
                Level.WARNING,
                "{0} cannot be used ({1}): new keys are made, and each device makes a full TLS handshake once",
                file,
                why);
        return List.of();
    }

    /// Makes a new key when the newest is a day old or in the future, and forgets those that are too old.
    ///
    /// @return whether they have changed
    public boolean renew() {
        long now = clock.wallMillis();
        List<Made> kept = all.stream()
                .filter(key -> key.millis() <= now && now - key.millis() < MOST * DAY)
                .toList();
        if (!kept.isEmpty() && now - kept.getFirst().millis() < DAY) {
            boolean fewer = kept.size() < all.size();
            all = kept;
            return fewer;
        }
        byte[] bytes = new byte[TicketKey.BYTES];
        random.nextBytes(bytes);
        List<Made> renewed = new ArrayList<>(List.of(new Made(now, bytes)));
        renewed.addAll(kept);
        all = renewed.stream().limit(MOST).toList();
        write();
        return true;
    }

    private void write() {
        String text = all.stream().map(Made::line).collect(Collectors.joining("\n"));
        try {
            PrivateFiles.folder(folder);
            PrivateFiles.write(file, Base64.getEncoder().encodeToString(box.seal(text, OWNER)) + "\n");
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "{0} cannot be written ({1}): TLS sessions will not be resumed after the next restart",
                    file,
                    FileReason.withFile(e));
        }
    }

    /// The newest first.
    public List<TicketKey> keys() {
        return all.stream().map(key -> new TicketKey(key.bytes())).toList();
    }
}
