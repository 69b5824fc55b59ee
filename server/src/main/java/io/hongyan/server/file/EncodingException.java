package io.hongyan.server.file;

import java.io.IOException;

/// A file is not valid UTF-8. The message names the line, the byte and the remedy, but not the file.
public final class EncodingException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int line;

    private final String remedy;

    EncodingException(int line, String remedy) {
        super("line " + line + " is " + remedy);
        this.line = line;
        this.remedy = remedy;
    }

    /// The line that is not UTF-8; 1 is the first.
    public int line() {
        return line;
    }

    /// The message without the line.
    public String remedy() {
        return remedy;
    }
}
