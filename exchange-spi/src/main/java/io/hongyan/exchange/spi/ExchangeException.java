package io.hongyan.exchange.spi;

import org.jspecify.annotations.Nullable;

/// Something cannot work as it is configured. The message names the value and what to do.
public final class ExchangeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ExchangeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
