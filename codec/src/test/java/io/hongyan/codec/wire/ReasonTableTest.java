package io.hongyan.codec.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.spec.Spec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/// The table of reason codes of chapter 2.4, entered a second time and the other way round.
class ReasonTableTest {
    @ParameterizedTest
    @CsvFileSource(resources = "reasons.txt", delimiter = '|', numLinesToSkip = 1)
    @Spec({
        "5.0/MQTT-3.2.2-8",
        "5.0/MQTT-3.4.2-1",
        "5.0/MQTT-3.5.2-1",
        "5.0/MQTT-3.6.2-1",
        "5.0/MQTT-3.7.2-1",
        "5.0/MQTT-3.9.3-2",
        "5.0/MQTT-3.11.3-2",
        "5.0/MQTT-3.14.2-1",
        "5.0/MQTT-3.15.2-1"
    })
    void a_reason_code_stands_in_its_packets(String code, String places) {
        ReasonCode reason = ReasonCode.of(HexFormat.fromHexDigits(code));
        assertThat(reason).isNotNull();
        List<String> allowed = Stream.of(AllowedReasons.values())
                .filter(list -> list.contains(reason))
                .map(AllowedReasons::name)
                .toList();
        assertThat(allowed).containsExactlyInAnyOrder(places.split(" "));
    }

    @Test
    void there_are_43_reason_codes() {
        assertThat(ReasonCode.values()).hasSize(43);
        assertThat(Arrays.stream(ReasonCode.values()).filter(reason -> ReasonCode.of(reason.code()) == reason))
                .hasSize(43);
    }
}
