package io.hongyan.broker.message;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Makes message ids: the hash of the instance (4 bytes), random bytes that are its own (6 bytes), the milliseconds
/// since the month began (4 bytes), and a number (2 bytes). RocketMQ's clients have address, process and class loader
/// in the place of the first ten. The hash is that of [String#hashCode()], the same for each start of the service.
///
/// One thread.
public final class MessageIds {
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final Clock clock;
    private final long own;
    private final long middle;
    private long monthBegan = UNKNOWN;
    private long monthEnds;
    private int number;

    public MessageIds(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.own = random.nextLong() & 0xffff_ffffL;
        this.middle = random.nextLong() << 48;
    }

    /// @param instance whose message it is
    public MessageId next(String instance) {
        long now = clock.wallMillis();
        if (now >= monthEnds || now < monthBegan) {
            month(now);
        }
        number++;
        long time = (now - monthBegan) & 0xffff_ffffL;
        long prefix = (long) instance.hashCode() << 32 | own;
        return new MessageId(prefix, middle | (time << 16) | (number & 0xffff));
    }

    /// Whether an id is one of that instance. One of somebody else is taken for it once in four thousand million times.
    ///
    /// @param id as another system shows it
    public static boolean isOf(String instance, String id) {
        return id.startsWith(HexFormat.of().withUpperCase().toHexDigits(instance.hashCode()));
    }

    /// The same for an id that is not text.
    public static boolean isOf(String instance, MessageId id) {
        return (int) (id.high() >>> 32) == instance.hashCode();
    }

    /// When an id was made, in wall milliseconds. Right for ids of the last 28 days.
    ///
    /// @param now wall milliseconds
    public static long millis(MessageId id, long now) {
        long time = (id.low() >>> 16) & 0xffff_ffffL;
        ZonedDateTime month = monthOf(now);
        long made = month.toInstant().toEpochMilli() + time;
        return made <= now ? made : month.minusMonths(1).toInstant().toEpochMilli() + time;
    }

    private static ZonedDateTime monthOf(long now) {
        return Instant.ofEpochMilli(now)
                .atZone(ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.DAYS)
                .withDayOfMonth(1);
    }

    private void month(long now) {
        ZonedDateTime first = monthOf(now);
        monthBegan = first.toInstant().toEpochMilli();
        monthEnds = first.plusMonths(1).toInstant().toEpochMilli();
    }
}
