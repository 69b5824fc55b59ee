package io.hongyan.cloud.open;

/// What is wrong with a line of a file.
///
/// @param line 1 is the first
/// @param message what is wrong, and what to do; without the place
public record LineFault(int line, String message) {
    @Override
    public String toString() {
        return "line " + line + ": " + message;
    }
}
