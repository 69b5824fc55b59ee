package io.hongyan.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: what people write is understood, and what is printed can be written again.
class DurationsAndSizesTest {
    @ParameterizedTest
    @CsvSource({"0,PT0S", "500ms,PT0.5S", "30s,PT30S", "5m,PT5M", "1h30m,PT1H30M", "3650d,PT87600H", "1d1ms,PT24H0.001S"
    })
    void a_duration_is_read_and_written_back(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
        assertThat(Durations.format(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "-1s", "1.5s", "5 s", "5x", "s", "PT5S", "999999999999999d"})
    void what_is_no_duration_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text));
    }

    @Test
    void durations_in_a_sentence_become_readable() {
        assertThat(Durations.readable("is PT1S to PT5M, not PT0S")).isEqualTo("is 1s to 5m, not 0");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "512,512", "1KiB,1024", "64KiB,65536", "1MiB,1048576", "1536KiB,1572864", "16TiB,17592186044416"
    })
    void a_size_is_read_and_written_back(String text, long bytes) {
        assertThat(Sizes.parse(text)).isEqualTo(bytes);
        assertThat(Sizes.format(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"10MB,10000000", "1kB,1000", "7B,7", "2 GB,2000000000", "1TB,1000000000000"})
    void decimal_units_are_read(String text, long bytes) {
        assertThat(Sizes.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5MB", "1Mb", "1mib", "lots", "99999999TiB"})
    void what_is_no_size_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Sizes.parse(text));
    }
}
