package io.hongyan.amqp.codec.field;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Named values (AMQP 0-9-1, 4.2.5.5), in the order of the wire. No name is there twice. Made for few fields: a look-up
/// goes through all of them.
///
/// Immutable. Any thread.
public final class FieldTable {
    public static final FieldTable EMPTY = new FieldTable(List.of());

    private final List<Field> fields;
    private final int length;

    /// One named value.
    ///
    /// @param name at most 255 bytes, without zeros; the standard's rules for names are not enforced, since clients do
    ///     not keep them
    public record Field(String name, FieldValue value) {
        public Field {
            Texts.checkShort(name, "the name of a field");
        }
    }

    private FieldTable(List<Field> fields) {
        this.fields = List.copyOf(fields);
        int bytes = 0;
        for (Field field : fields) {
            bytes += Texts.shortLength(field.name()) + ValueWriter.length(field.value());
        }
        this.length = bytes;
    }

    public static Builder builder() {
        return new Builder();
    }

    public List<Field> fields() {
        return fields;
    }

    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /// The value with that name, or null.
    public @Nullable FieldValue get(String name) {
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            if (field.name().equals(name)) {
                return field.value();
            }
        }
        return null;
    }

    /// The text ('S') with that name; null when there is none, or the value has another type.
    public @Nullable String text(String name) {
        return get(name) instanceof FieldValue.Text text ? text.value() : null;
    }

    /// The bytes that [#put] writes, 4 or more: with the length field.
    public int encodedLength() {
        return Integer.BYTES + length;
    }

    /// Writes the table: [#encodedLength] bytes. Nothing is allocated.
    public void put(ByteBuffer out) {
        out.putInt(length);
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            Texts.putShort(field.name(), out);
            ValueWriter.put(field.value(), out);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldTable that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return fields.toString();
    }

    /// Collects fields in order.
    ///
    /// Confined to one thread.
    public static final class Builder {
        private final List<Field> fields = new ArrayList<>();

        private Builder() {}

        /// @throws IllegalArgumentException when the name is there already, or is not valid
        public Builder put(String name, FieldValue value) {
            if (has(name)) {
                throw new IllegalArgumentException("the table has " + Texts.shown(name) + " already");
            }
            fields.add(new Field(name, value));
            return this;
        }

        public Builder put(String name, String text) {
            return put(name, new FieldValue.Text(text));
        }

        public Builder put(String name, boolean flag) {
            return put(name, new FieldValue.Flag(flag));
        }

        public Builder put(String name, FieldTable table) {
            return put(name, new FieldValue.Nested(table));
        }

        boolean has(String name) {
            for (int i = 0; i < fields.size(); i++) {
                if (fields.get(i).name().equals(name)) {
                    return true;
                }
            }
            return false;
        }

        public FieldTable build() {
            return fields.isEmpty() ? EMPTY : new FieldTable(fields);
        }
    }
}
