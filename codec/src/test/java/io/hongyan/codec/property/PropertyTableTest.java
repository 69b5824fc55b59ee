package io.hongyan.codec.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/// The table of properties of chapter 2.2.2.2, entered a second time and the other way round.
class PropertyTableTest {
    @ParameterizedTest
    @CsvFileSource(resources = "properties.txt", delimiter = '|', numLinesToSkip = 1)
    void a_property_has_its_number_type_and_packets(int id, Property property, Property.Type type, String places) {
        assertThat(property.id()).isEqualTo(id);
        assertThat(Property.of(id)).isEqualTo(property);
        assertThat(property.type()).isEqualTo(type);
        List<String> allowed = Stream.of(AllowedProperties.values())
                .filter(carrier -> carrier.allows(property.bit()))
                .map(AllowedProperties::name)
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
}
