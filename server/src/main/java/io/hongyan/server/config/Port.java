package io.hongyan.server.config;

/// The port of a listener.
///
/// @param number 1 to 65535; 0 = off; -1 = any free port (`auto`)
public record Port(int number) {
    public static final Port OFF = new Port(0);
    public static final Port AUTO = new Port(-1);

    public Port {
        if (number < -1 || number > 0xffff) {
            throw new IllegalArgumentException("port is 1 to 65535, 0 (off) or auto, not " + number);
        }
    }

    /// Whether anything listens at all.
    public boolean isOn() {
        return number != 0;
    }

    /// The number to bind: 0 lets the system choose.
    public int bindNumber() {
        return Math.max(number, 0);
    }

    public static Port parse(String text) {
        return switch (text) {
            case "off" -> OFF;
            case "auto", "-1" -> AUTO;
            default -> new Port(number(text));
        };
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("port is 1 to 65535, 0 (off) or auto, not " + text, e);
        }
    }

    @Override
    public String toString() {
        return number == -1 ? "auto" : Integer.toString(number);
    }
}
