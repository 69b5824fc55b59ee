package io.hongyan.cli.mosquitto;

import io.hongyan.cli.terminal.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Goes through the directives of mosquitto.conf and keeps what Hongyan has a place for.
final class Conversion {
    private static final String LISTENER = "listener";
    private static final long MOST_QUEUED = 100_000_000;
    private static final long MOST_INFLIGHT = 65_535;
    private static final int MOST_DAYS = 3650;

    private final List<String> notTaken = new ArrayList<>();
    private final Map<String, Object> keys = new LinkedHashMap<>();
    private final List<Directive> anonymous = new ArrayList<>();
    private final ImportedListener unnamed = new ImportedListener(1883, "", notTaken);
    private final List<ImportedListener> listeners = new ArrayList<>();
    private ImportedListener current = unnamed;
    private @Nullable Directive users;
    private @Nullable Directive rights;
    private boolean socket;
    private boolean byListener;
    private int taken;

    private Conversion() {}

    static Conversion of(List<Directive> directives) {
        Conversion conversion = new Conversion();
        directives.forEach(conversion::take);
        requireSomethingTaken(directives, conversion);
        if (conversion.unnamed.isMade()) {
            conversion.listeners.addFirst(conversion.unnamed);
        }
        conversion.joinQos();
        conversion.tellFilesOfSome();
        return conversion;
    }

    /// Another file, such as one of users or rights, would become a configuration of nothing.
    private static void requireSomethingTaken(List<Directive> directives, Conversion conversion) {
        if (conversion.taken == 0 && !directives.isEmpty()) {
            Directive first = directives.getFirst();
            throw Failure.usage(first.file() + ": no line of it can be taken, so nothing was written. The first is at "
                    + NotTaken.line(first) + ". Is it mosquitto.conf? Files of users and rights are taken when it names"
                    + " them (password_file, acl_file)");
        }
    }

    private void take(Directive directive) {
        String name = directive.name();
        taken++;
        if (NotTaken.isOfBridge(name)) {
            taken--;
            notTaken.add(NotTaken.bridge(directive));
        } else if (name.equals(LISTENER)) {
            begin(directive);
        } else if (name.equals("port") || name.equals("bind_address")) {
            unnamed.take(directive);
        } else if (!current.take(directive)) {
            general(directive);
        }
    }

    private void begin(Directive directive) {
        String[] words = directive.value().split("\\s+", 2);
        if (!words[0].matches("\\d{1,5}")) {
            throw directive.invalid("is a port and an address");
        }
        if (words[0].equals("0")) {
            notTaken.add(NotTaken.line(directive, "there are no sockets of Unix; what follows for it is left out"));
            socket = true;
            current = new ImportedListener(0, "", notTaken);
            return;
        }
        current = new ImportedListener(Long.parseLong(words[0]), words.length == 2 ? words[1] : "", notTaken);
        listeners.add(current);
    }

    private void general(Directive directive) {
        switch (directive.name()) {
            case "allow_anonymous" -> anonymous.add(directive);
            case "password_file" -> {
                users = one(users, directive);
                current.has(directive.name());
            }
            case "acl_file" -> {
                rights = one(rights, directive);
                current.has(directive.name());
            }
            case "persistence" -> keys.put("persistence.enabled", directive.isTrue());
            case "max_inflight_messages" ->
                keys.put("broker.session.maxInflight", bounded(directive.number(), MOST_INFLIGHT));
            case "max_queued_messages" ->
                keys.put("broker.session.maxQueuedMessages", bounded(directive.number(), MOST_QUEUED));
            case "max_packet_size" -> keys.put("broker.protocol.maxPacketBytes", packet(directive.number()));
            case "max_keepalive" -> keys.put("broker.protocol.maxKeepAliveSeconds", directive.number());
            case "retain_available" -> keys.put("broker.protocol.retainAvailable", directive.isTrue());
            case "persistent_client_expiration" -> keys.put("broker.session.maxExpiry", expiry(directive));
            case "allow_zero_length_clientid" -> always(directive, true);
            case "upgrade_outgoing_qos" -> always(directive, false);
            case "per_listener_settings" -> byListener = directive.isTrue();
            default -> {
                taken--;
                notTaken.add(NotTaken.line(directive));
            }
        }
    }

    /// All listeners have the highest limit of one of them; a lower one is told.
    private void joinQos() {
        long most = listeners.stream().mapToLong(ImportedListener::maxQos).max().orElse(unnamed.maxQos());
        if (most < ImportedListener.HIGHEST_QOS) {
            keys.put("broker.protocol.maxQoS", most);
        }
        for (ImportedListener each : listeners) {
            Directive limit = each.qosLimit();
            if (limit != null && each.maxQos() < most) {
                notTaken.add(NotTaken.line(
                        limit,
                        "it holds for all listeners or none (broker.protocol.maxQoS); as another listener takes QoS "
                                + most + ", so does this one"));
            }
        }
    }

    /// Tells of a file that mosquitto has for some listeners, and Hongyan for all.
    private void tellFilesOfSome() {
        for (Directive file : Stream.of(users, rights).filter(Objects::nonNull).toList()) {
            if (byListener && !listeners.stream().allMatch(each -> each.knows(file.name()))) {
                notTaken.add(NotTaken.line(
                        file, "taken, and it holds for all listeners; in mosquitto it is for some of them"));
            }
        }
    }

    /// What has one value here is a loss only where the other one is asked for.
    private void always(Directive directive, boolean here) {
        if (directive.isTrue() != here) {
            notTaken.add(NotTaken.line(directive, "it is always " + here + " here"));
        }
    }

    private @Nullable Directive one(@Nullable Directive before, Directive directive) {
        if (before != null && !before.path().equals(directive.path())) {
            notTaken.add(NotTaken.line(directive));
            return before;
        }
        return directive;
    }

    /// @param number 0 = no limit
    private static long bounded(long number, long most) {
        return number == 0 ? most : Math.min(number, most);
    }

    private static long packet(long bytes) {
        return Math.clamp(bytes == 0 ? Long.MAX_VALUE : bytes, 1024, 256L << 20);
    }

    /// `2h`, `3d`, `4w`, `5m` (months) or `1y`.
    private static String expiry(Directive directive) {
        String value = directive.value();
        if (!value.matches("\\d{1,4}[hdwmy]")) {
            throw directive.invalid("is a number and h, d, w, m or y");
        }
        long number = Long.parseLong(value.substring(0, value.length() - 1));
        return switch (value.charAt(value.length() - 1)) {
            case 'h' -> number + "h";
            case 'w' -> days(number * 7);
            case 'm' -> days(number * 30);
            case 'y' -> days(number * 365);
            default -> days(number);
        };
    }

    private static String days(long days) {
        return Math.min(days, MOST_DAYS) + "d";
    }

    /// The listeners in their order. Without any, mosquitto 2 serves the machine that it runs on.
    List<ImportedListener> listeners() {
        return listeners.isEmpty()
                ? List.of(new ImportedListener(1883, "127.0.0.1", notTaken))
                : List.copyOf(listeners);
    }

    /// Whether clients without user name get in: by default only where no listener is named. Where lines differ, they
    /// do not.
    boolean anonymous() {
        if (anonymous.isEmpty()) {
            return listeners.isEmpty() && !socket;
        }
        return anonymous.stream().allMatch(Directive::isTrue);
    }

    /// What has no place here, with its line and the reason.
    List<String> notTaken() {
        List<String> all = new ArrayList<>(notTaken);
        if (!anonymous()) {
            anonymous.stream()
                    .filter(Directive::isTrue)
                    .forEach(each -> all.add(NotTaken.line(
                            each, "it holds for all listeners or none; as another line says false, it is false")));
        }
        return all;
    }

    /// Keys of the configuration with their values.
    Map<String, Object> keys() {
        return new LinkedHashMap<>(keys);
    }

    /// The line that names the file of users; null when there is none.
    @Nullable
    Directive users() {
        return users;
    }

    /// The line that names the file of rights; null when there is none.
    @Nullable
    Directive rights() {
        return rights;
    }
}
