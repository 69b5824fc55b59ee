package io.hongyan.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.secret.SecretBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The keys of session tickets outlive the process, change each day, and are never worth a failed start.
class SessionTicketsTest {
    @TempDir
    private Path folder;

    private final Days clock = new Days();
    private final SecretBox box = new SecretBox(new byte[SecretBox.KEY_BYTES], new Random(1));
    private final Random random = new Random(2);

    /// Stands still until some days have passed.
    private static final class Days implements Clock {
        private long now = 1_800_000_000_000L;

        @Override
        public long wallMillis() {
            return now;
        }

        @Override
        public long steadyMillis() {
            return now;
        }

        void pass(int days) {
            now += Duration.ofDays(days).toMillis();
        }
    }

    private SessionTickets open() {
        return new SessionTickets(folder, box, clock, random);
    }

    @Test
    void the_keys_of_one_run_are_those_of_the_next() {
        SessionTickets first = open();
        assertThat(first.renew()).isTrue();
        assertThat(first.keys()).hasSize(1);
        SessionTickets second = open();
        assertThat(second.renew()).isFalse();
        assertThat(second.keys()).containsExactlyElementsOf(first.keys());
    }

    @Test
    void each_day_has_a_key_of_its_own_and_two_older_ones_still_count() {
        SessionTickets tickets = open();
        assertThat(tickets.renew()).isTrue();
        var oldest = tickets.keys().getFirst();
        for (int day = 1; day <= 2; day++) {
            clock.pass(1);
            assertThat(tickets.renew()).isTrue();
            assertThat(tickets.keys()).hasSize(day + 1).last().isEqualTo(oldest);
        }
        clock.pass(1);
        assertThat(tickets.renew()).isTrue();
        assertThat(tickets.keys()).hasSize(3).doesNotContain(oldest);
    }

    @Test
    void after_a_long_pause_no_old_key_counts() {
        SessionTickets tickets = open();
        tickets.renew();
        var old = tickets.keys();
        clock.pass(30);
        SessionTickets later = open();
        assertThat(later.renew()).isTrue();
        assertThat(later.keys()).hasSize(1).doesNotContainAnyElementsOf(old);
    }

    @Test
    void the_file_shows_no_key() throws IOException {
        open().renew();
        String text = Files.readString(SessionTickets.file(folder));
        assertThat(text.strip()).isBase64();
    }

    @Test
    void a_damaged_file_or_one_of_another_secret_makes_new_keys() throws IOException {
        SessionTickets tickets = open();
        tickets.renew();
        for (String content : new String[] {"", "rubbish", "AAAA", "\0\0"}) {
            Files.writeString(SessionTickets.file(folder), content);
            SessionTickets again = open();
            assertThat(again.renew()).isTrue();
            assertThat(again.keys()).hasSize(1).doesNotContainAnyElementsOf(tickets.keys());
        }
        byte[] other = new byte[SecretBox.KEY_BYTES];
        other[0] = 1;
        SessionTickets foreign = new SessionTickets(folder, new SecretBox(other, new Random(3)), clock, random);
        assertThat(foreign.renew()).isTrue();
    }

    @Test
    void a_file_that_cannot_be_written_leaves_keys_for_this_run() throws IOException {
        Files.writeString(folder.resolve("tls"), "no folder");
        SessionTickets tickets = open();
        assertThat(tickets.renew()).isTrue();
        assertThat(tickets.keys()).hasSize(1);
    }

    @Test
    void a_folder_in_place_of_the_file_leaves_nothing_beside_it() throws IOException {
        Path inTheWay = Files.createDirectories(SessionTickets.file(folder));
        assertThat(open().renew()).isTrue();
        try (var left = Files.list(folder.resolve("tls"))) {
            assertThat(left).containsExactly(inTheWay);
        }
    }
}
