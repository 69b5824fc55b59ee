package io.hongyan.server.file;

import java.io.IOException;

/// A file is not valid UTF-8. The message names the line, the byte and the remedy, but not the file.
public final class EncodingException extends IOException {
    private static final long serialVersionUID = 1L;

    EncodingException(String message) {
        super(message);
    }
}
