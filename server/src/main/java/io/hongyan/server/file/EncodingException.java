package io.hongyan.server.file;

import java.io.IOException;

/// A file is no UTF-8 text. The message names the line, the byte and the way out, and not the file.
public final class EncodingException extends IOException {
    private static final long serialVersionUID = 1L;

    EncodingException(String message) {
        super(message);
    }
}
