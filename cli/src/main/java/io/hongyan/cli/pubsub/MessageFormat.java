package io.hongyan.cli.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.cli.terminal.Failure;
import io.hongyan.codec.packet.Publish;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A layout given with `-F`, as mosquitto_sub reads it: text with `%` for parts of the message, `@` for parts of the
/// time, and `\` for characters that are hard to type. Between `%` and its letter flags, width and precision may stand.
final class MessageFormat implements MessageLayout {
    private final List<MessageLayout> pieces = new ArrayList<>();
    private final MessageLayout.Style style;
    private final String format;
    private int at;

    /// @throws Failure when the format has an unknown letter
    MessageFormat(String format, MessageLayout.Style style) {
        this.format = format;
        this.style = style;
        while (at < format.length()) {
            char c = format.charAt(at++);
            switch (c) {
                case '%' -> pieces.add(field());
                case '@' -> pieces.add(time());
                case '\\' -> literal(escape(next('\\', "\\\\")));
                default -> literal(text());
            }
        }
        if (style.lineFeed()) {
            literal("\n");
        }
    }

    private void literal(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        pieces.add((message, time) -> bytes);
    }

    /// From the character before to the next that means something.
    private String text() {
        int from = at - 1;
        while (at < format.length() && "%@\\".indexOf(format.charAt(at)) < 0) {
            at++;
        }
        return format.substring(from, at);
    }

    private char next(char opening, String literally) {
        if (at == format.length()) {
            throw Failure.usage("-F: a letter is missing after the last '" + opening + "'; write " + literally
                    + " for '" + opening + "'");
        }
        return format.charAt(at++);
    }

    private MessageLayout field() {
        boolean left = skip('-');
        boolean zeros = skip('0');
        int width = number();
        int precision = skip('.') ? number() : -1;
        char letter = next('%', "%%");
        if (letter == 'j' || letter == 'J') {
            return new MosquittoJson(style, letter == 'j');
        }
        if (FormatField.LETTERS.indexOf(letter) < 0) {
            throw Failure.usage("-F: '%" + letter + "' is unknown; the letters are " + FormatField.LETTERS + "jJ");
        }
        return new FormatField(letter, left, zeros, width, precision, style.zone());
    }

    private boolean skip(char flag) {
        boolean there = at < format.length() && format.charAt(at) == flag;
        if (there) {
            at++;
        }
        return there;
    }

    private int number() {
        int from = at;
        while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
            at++;
        }
        if (at - from > 4) {
            throw Failure.usage("-F: " + format.substring(from, at) + " is too wide; the most are 9999 bytes");
        }
        return at == from ? 0 : Integer.parseInt(format.substring(from, at));
    }

    private MessageLayout time() {
        char letter = next('@', "@@");
        if (letter == '@') {
            return (message, time) -> new byte[] {'@'};
        }
        if (StrftimeLetter.LETTERS.indexOf(letter) < 0) {
            throw Failure.usage(
                    "-F: '@" + letter + "' is unknown; the letters are " + StrftimeLetter.LETTERS + ", and @@ is '@'");
        }
        return (message, time) -> StrftimeLetter.of(letter, time, style.zone()).getBytes(UTF_8);
    }

    @Override
    public byte[] bytes(Publish message, Instant time) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (MessageLayout piece : pieces) {
            out.writeBytes(piece.bytes(message, time));
        }
        return out.toByteArray();
    }

    private static String escape(char letter) {
        return switch (letter) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case '0' -> "\0";
            case 'a' -> "\u0007";
            case 'e' -> "\u001b";
            case 'v' -> "\u000b";
            case '\\' -> "\\";
            default -> throw Failure.usage("-F: '\\" + letter + "' is unknown; the letters are \\0aenrtv");
        };
    }
}
