package io.hongyan.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.spec.Spec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/// The two tables of chapter 2, entered a second time and the other way round.
class TablesTest {
    @ParameterizedTest
    @CsvFileSource(resources = "properties.txt", delimiter = '|', numLinesToSkip = 1)
    void a_property_has_its_number_type_and_packets(int id, Property property, Property.Type type, String places) {
        assertThat(property.id()).isEqualTo(id);
        assertThat(Property.of(id)).isEqualTo(property);
        assertThat(property.type()).isEqualTo(type);
        List<String> allowed = Stream.of(PropertyCarrier.values())
                .filter(carrier -> carrier.allows(property.bit()))
                .map(PropertyCarrier::name)
                .toList();
        assertThat(allowed).containsExactlyInAnyOrder(places.split(" "));
    }

    @Test
    void no_other_number_is_a_property() {
        long known = Stream.of(Property.values()).map(Property::id).distinct().count();
        long found = Stream.iterate(-128, id -> id + 1)
                .limit(512)
                .filter(id -> Property.of(id) != null)
                .count();
        assertThat(known).isEqualTo(27).isEqualTo(found);
    }

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
        List<String> allowed = Stream.of(ReasonList.values())
                .filter(list -> list.contains(reason))
                .map(ReasonList::name)
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
