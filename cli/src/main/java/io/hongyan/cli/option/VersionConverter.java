package io.hongyan.cli.option;

import io.hongyan.codec.Version;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the value of `-V`.
public final class VersionConverter implements ITypeConverter<Version> {
    @Override
    public Version convert(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "mqttv31", "31", "3.1", "3" -> Version.MQTT_3_1;
            case "mqttv311", "311", "3.1.1", "4" -> Version.MQTT_3_1_1;
            case "mqttv5", "5", "5.0", "50" -> Version.MQTT_5;
            default ->
                throw new TypeConversionException(
                        "'" + value + "' is no version of MQTT; write 31, 311 or 5 (or mqttv31, mqttv311, mqttv5)");
        };
    }
}
