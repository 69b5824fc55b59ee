package io.hongyan.amqp.channel;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.field.FieldValue;
import io.hongyan.amqp.codec.field.Texts;
import io.hongyan.amqp.codec.method.BasicConsume;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The arguments of `basic.consume` that have a meaning here. Others are left to whom they are meant for, unless they
/// are one of these in other letters: what is passed over then would change who gets which messages.
///
/// @param group `GROUP`: a consumer group; null for none
/// @param groupId `GROUP_ID`: whose status notices are wanted; null for none
/// @param filter `FILTER`: a filter within the parent topic; null for none
/// @param live `LIVE`: nothing is stored
record ConsumeArguments(
        @Nullable String group,
        @Nullable String groupId,
        @Nullable String filter,
        boolean live) {
    private static final String GROUP = "GROUP";
    private static final String GROUP_ID = "GROUP_ID";
    private static final String FILTER = "FILTER";
    private static final String LIVE = "LIVE";
    private static final int MOST_CHARACTERS = 1024;
    private static final List<String> NAMES = List.of(GROUP, GROUP_ID, FILTER, LIVE);

    /// @throws AmqpException when one has another form
    static ConsumeArguments of(BasicConsume consume) {
        FieldTable arguments = consume.arguments();
        arguments.fields().forEach(field -> checkName(field.name(), consume));
        String group = text(arguments, GROUP, consume);
        if (group != null && group.isEmpty()) {
            throw ConsumeRequest.refused(consume, "GROUP is empty: leave it out, or name a consumer group");
        }
        return new ConsumeArguments(
                group, text(arguments, GROUP_ID, consume), text(arguments, FILTER, consume), live(arguments, consume));
    }

    private static void checkName(String name, BasicConsume consume) {
        for (String known : NAMES) {
            if (known.equalsIgnoreCase(name) && !known.equals(name)) {
                throw ConsumeRequest.refused(consume, "argument " + Texts.shown(name) + " is written " + known);
            }
        }
    }

    private static boolean live(FieldTable arguments, BasicConsume consume) {
        return switch (arguments.get(LIVE)) {
            case null -> false;
            case FieldValue.Flag flag -> flag.value();
            case FieldValue.Text text when text.value().equals("true") -> true;
            case FieldValue.Text text when text.value().equals("false") -> false;
            default -> throw ConsumeRequest.refused(consume, LIVE + " is true or false");
        };
    }

    private static @Nullable String text(FieldTable arguments, String name, BasicConsume consume) {
        return switch (arguments.get(name)) {
            case null -> null;
            case FieldValue.Text text when text.value().length() <= MOST_CHARACTERS -> text.value();
            case FieldValue.Text _ ->
                throw ConsumeRequest.refused(consume, name + " has more than " + MOST_CHARACTERS + " characters");
            default -> throw ConsumeRequest.refused(consume, name + " is a text");
        };
    }
}
