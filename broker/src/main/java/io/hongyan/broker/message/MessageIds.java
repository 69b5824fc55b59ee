package io.hongyan.broker.message;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;

/// Makes message ids: ten random bytes that are its own, the milliseconds since the month began (4 bytes), and a number
/// (2 bytes). RocketMQ's clients have address, process and class loader in the place of the random bytes.
///
/// One thread.
public final class MessageIds {
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final Clock clock;
    private final long prefix;
    private final long middle;
    private long monthBegan = UNKNOWN;
    private long monthEnds;
    private int number;

    public MessageIds(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.prefix = random.nextLong();
        this.middle = random.nextLong() << 48;
    }

    public MessageId next() {
        long now = clock.wallMillis();
        if (now >= monthEnds || now < monthBegan) {
            month(now);
        }
        number++;
        long time = (now - monthBegan) & 0xffff_ffffL;
        return new MessageId(prefix, middle | (time << 16) | (number & 0xffff));
    }

    private void month(long now) {
        ZonedDateTime first = Instant.ofEpochMilli(now)
                .atZone(ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.DAYS)
                .withDayOfMonth(1);
        monthBegan = first.toInstant().toEpochMilli();
        monthEnds = first.plusMonths(1).toInstant().toEpochMilli();
    }
}
