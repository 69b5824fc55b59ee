package io.hongyan.server.admin.describe;

import java.util.List;
import java.util.stream.Collectors;

/// What a value is.
sealed interface Kind {
    /// For people, after "is".
    String words();

    /// A text.
    ///
    /// @param least in characters
    record Text(long least, long most) implements Kind {
        @Override
        public String words() {
            return most == Long.MAX_VALUE ? "text" : "a text of " + least + " to " + most + " characters";
        }
    }

    /// A whole number, within bounds.
    record Whole(long least, long most) implements Kind {
        @Override
        public String words() {
            if (least == Long.MIN_VALUE) {
                return "a whole number";
            }
            return most == Long.MAX_VALUE ? "a whole number of " + least + " or more" : least + " to " + most;
        }

        boolean has(long value) {
            return least <= value && value <= most;
        }
    }

    /// A number, whole or not.
    record Decimal() implements Kind {
        @Override
        public String words() {
            return "a number";
        }
    }

    /// True or false.
    record Truth() implements Kind {
        @Override
        public String words() {
            return "true or false";
        }
    }

    /// A time in UTC, as a text.
    record Time() implements Kind {
        @Override
        public String words() {
            return "a time as 2026-11-30T08:00:00Z";
        }
    }

    /// One of few words.
    record Choice(List<String> known) implements Kind {
        @Override
        public String words() {
            return String.join(" or ", known);
        }
    }

    /// A list.
    ///
    /// @param most how many at most
    record ListOf(Kind item, long most) implements Kind {
        @Override
        public String words() {
            return switch (item) {
                case Text _ -> "a list of texts";
                case Named _ -> "a list of objects";
                default -> "a list";
            };
        }
    }

    /// An object whose names are not known before.
    record MapOf(Kind value) implements Kind {
        @Override
        public String words() {
            return "an object";
        }
    }

    /// A shape, by its name.
    record Named(String name) implements Kind {
        @Override
        public String words() {
            return "an object";
        }
    }

    /// One of several.
    record Either(List<Kind> kinds) implements Kind {
        @Override
        public String words() {
            return kinds.stream().map(Kind::words).collect(Collectors.joining(" or "));
        }
    }

    /// Whatever is JSON.
    record Anything() implements Kind {
        @Override
        public String words() {
            return "anything";
        }
    }
}
