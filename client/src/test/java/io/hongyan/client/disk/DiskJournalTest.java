package io.hongyan.client.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.DiskChildProcess;
import io.hongyan.client.message.Message;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskJournalTest {
    private static final String ID = DiskChildProcess.ID;
    /// Magic, safe end and its check.
    private static final int HEAD = 20;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("queue.log");
    }

    private DiskJournal open() throws IOException {
        return DiskJournal.open(folder, ID, DiskJournal.SMALL);
    }

    private static DiskRecord.Added added(long place) {
        Message message = Message.of("disk/" + place, "payload " + place)
                .withQos(QoS.of((int) (place % 3)))
                .withRetain(place % 2 == 0)
                .withUserProperty("place", Long.toString(place));
        return new DiskRecord.Added(place, 1_700_000_000_000L + place, message);
    }

    private static List<List<DiskRecord>> story() {
        return List.of(
                List.of(added(1), added(2)),
                List.of(new DiskRecord.Sent(1, 7), new DiskRecord.Sent(2, 0xffff), added(3)),
                List.of(new DiskRecord.Released(2), new DiskRecord.Ended(1)),
                List.of(added(4), added(5), new DiskRecord.Ended(3)));
    }

    @Test
    void what_was_appended_is_there_again() throws IOException {
        try (DiskJournal journal = open()) {
            for (List<DiskRecord> records : story()) {
                journal.append(records);
            }
        }
        try (DiskJournal journal = open()) {
            assertThat(journal.entries())
                    .containsExactly(
                            new DiskJournal.Entry(added(2), 0xffff, true),
                            new DiskJournal.Entry(added(4), 0, false),
                            new DiskJournal.Entry(added(5), 0, false));
            assertThat(journal.lastPlace()).isEqualTo(5);
        }
    }

    @Test
    void a_crash_at_any_byte_loses_nothing_that_was_safe() throws IOException {
        List<byte[]> files = new ArrayList<>();
        List<List<DiskJournal.Entry>> entries = new ArrayList<>();
        try (DiskJournal journal = open()) {
            files.add(Files.readAllBytes(file));
            entries.add(journal.entries());
            for (List<DiskRecord> records : story()) {
                journal.append(records);
                files.add(Files.readAllBytes(file));
                entries.add(journal.entries());
            }
        }
        for (int step = 1; step < files.size(); step++) {
            byte[] before = files.get(step - 1);
            byte[] after = files.get(step);
            for (int end = before.length; end <= after.length; end++) {
                byte[] crashed = Arrays.copyOf(after, end);
                System.arraycopy(before, 0, crashed, 0, HEAD);
                Files.write(file, crashed);
                List<DiskJournal.Entry> expected = entries.get(end == after.length ? step : step - 1);
                try (DiskJournal journal = open()) {
                    assertThat(journal.entries()).as("cut at byte " + end).isEqualTo(expected);
                }
            }
            try (DiskJournal journal = open()) {
                journal.append(List.of(added(9)));
            }
            try (DiskJournal journal = open()) {
                assertThat(journal.entries()).contains(new DiskJournal.Entry(added(9), 0, false));
            }
        }
    }

    private byte[] whole() throws IOException {
        try (DiskJournal journal = open()) {
            for (List<DiskRecord> records : story()) {
                journal.append(records);
            }
        }
        return Files.readAllBytes(file);
    }

    @Test
    void each_flipped_byte_is_reported() throws IOException {
        byte[] whole = whole();
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(file, damaged);
            assertThatThrownBy(this::open)
                    .as("byte " + at)
                    .isInstanceOf(UnusableQueueException.class)
                    .hasMessageContaining(file + " away");
        }
    }

    @Test
    void a_file_that_lost_what_was_safe_is_reported() throws IOException {
        byte[] whole = whole();
        for (int end = 0; end < whole.length; end++) {
            Files.write(file, Arrays.copyOf(whole, end));
            assertThatThrownBy(this::open).as("cut at byte " + end).isInstanceOf(UnusableQueueException.class);
        }
    }

    @Test
    void the_file_does_not_grow_for_ever() throws IOException {
        long small = 2000;
        long longest = 0;
        try (DiskJournal journal = DiskJournal.open(folder, ID, small)) {
            journal.append(List.of(added(1), new DiskRecord.Sent(1, 5), new DiskRecord.Released(1)));
            for (int place = 2; place < 500; place++) {
                journal.append(List.of(added(place), new DiskRecord.Sent(place, place)));
                journal.append(List.of(new DiskRecord.Ended(place)));
                longest = Math.max(longest, Files.size(file));
            }
            journal.append(List.of(added(500)));
        }
        assertThat(longest).isLessThan(small + 500);
        try (DiskJournal journal = open()) {
            assertThat(journal.entries())
                    .containsExactly(
                            new DiskJournal.Entry(added(1), 5, true), new DiskJournal.Entry(added(500), 0, false));
        }
    }

    @Test
    void a_new_file_that_was_not_finished_does_not_count() throws IOException {
        whole();
        Files.write(folder.resolve("queue.new"), new byte[100]);
        try (DiskJournal journal = open()) {
            assertThat(journal.entries()).hasSize(3);
        }
        assertThat(folder.resolve("queue.new")).doesNotExist();
    }

    @Test
    void what_could_not_be_written_is_written_later() throws IOException {
        try (DiskJournal journal = open()) {
            journal.append(List.of(added(1)));
            // Java closes the file of an interrupted thread: the disk fails.
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> journal.append(List.of(added(2)))).isInstanceOf(IOException.class);
            assertThat(Thread.interrupted()).isTrue();
            journal.append(List.of());
        }
        try (DiskJournal journal = open()) {
            assertThat(journal.entries()).hasSize(2);
        }
    }

    @Test
    void a_folder_serves_one_client_at_a_time_and_one_client_id() throws IOException {
        try (DiskJournal journal = open()) {
            assertThat(journal.entries()).isEmpty();
            assertThatThrownBy(this::open)
                    .isInstanceOf(UnusableQueueException.class)
                    .hasMessageContaining("another client uses it");
        }
        assertThatThrownBy(() -> DiskJournal.open(folder, "other", DiskJournal.SMALL))
                .isInstanceOf(UnusableQueueException.class)
                .hasMessageContaining("it holds messages of client '" + ID + "', not of 'other'");
        open().close();
    }

    @Test
    void a_client_that_was_refused_the_folder_does_not_open_it_to_other_processes() throws Exception {
        try (DiskJournal journal = open()) {
            assertThatThrownBy(this::open).isInstanceOf(UnusableQueueException.class);
            Process other = DiskChildProcess.start("1", folder, "other", ProcessBuilder.Redirect.DISCARD);
            try (BufferedReader lines = other.inputReader()) {
                assertThat(lines.readLine()).as("what it has put there").isNull();
            } finally {
                other.destroyForcibly().waitFor();
            }
            assertThat(journal.entries()).isEmpty();
        }
    }

    @Test
    void large_messages_and_all_properties_come_back() throws IOException {
        Message message = Message.of("a", new byte[3 << 20])
                .withProperties(Properties.builder()
                        .set(Property.MESSAGE_EXPIRY_INTERVAL, 5)
                        .set(Property.RESPONSE_TOPIC, "answers")
                        .set(Property.CORRELATION_DATA, new byte[] {1, 2})
                        .user("a", "1")
                        .user("a", "2")
                        .build());
        DiskRecord.Added large = new DiskRecord.Added(1, 0, message);
        try (DiskJournal journal = open()) {
            journal.append(List.of(added(2), large, added(3)));
        }
        try (DiskJournal journal = open()) {
            assertThat(journal.entries())
                    .extracting(DiskJournal.Entry::added)
                    .containsExactly(added(2), large, added(3));
        }
    }
}
