package io.hongyan.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the value of `-x`.
public final class ExpiryConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
        if (value.equals("∞")) {
            return -1L;
        }
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + value + "' is no number of seconds; -1 or ∞ is for ever");
        }
    }
}
