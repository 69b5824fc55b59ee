package io.hongyan.cli.pubsub;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.PrettyPrinter;

/// The form of `--pretty`, which is that of mosquitto_sub: a member a line behind tabs, arrays on one line.
///
/// Used for one object, by one thread.
final class TabbedPrinter implements PrettyPrinter {
    private int depth;

    @Override
    public void writeRootValueSeparator(JsonGenerator json) {
        json.writeRaw('\n');
    }

    @Override
    public void writeStartObject(JsonGenerator json) {
        json.writeRaw("{\n");
        depth++;
    }

    @Override
    public void beforeObjectEntries(JsonGenerator json) {
        indent(json);
    }

    @Override
    public void writeObjectNameValueSeparator(JsonGenerator json) {
        json.writeRaw(":\t");
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator json) {
        json.writeRaw(",\n");
        indent(json);
    }

    @Override
    public void writeEndObject(JsonGenerator json, int entries) {
        depth--;
        if (entries > 0) {
            json.writeRaw('\n');
        }
        indent(json);
        json.writeRaw('}');
    }

    @Override
    public void writeStartArray(JsonGenerator json) {
        json.writeRaw('[');
        depth++;
    }

    @Override
    public void beforeArrayValues(JsonGenerator json) {
        // they follow at once
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator json) {
        json.writeRaw(", ");
    }

    @Override
    public void writeEndArray(JsonGenerator json, int values) {
        depth--;
        json.writeRaw(']');
    }

    private void indent(JsonGenerator json) {
        json.writeRaw("\t".repeat(depth));
    }
}
