package io.hongyan.openapi.action;

import io.hongyan.cloud.custom.Blacklist;
import io.hongyan.cloud.custom.Page;
import io.hongyan.cloud.custom.PermitAction;
import io.hongyan.openapi.action.Answers.Done;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The blacklist of an instance.
final class BlacklistActions {
    private final Blacklist blacklist;

    BlacklistActions(Blacklist blacklist) {
        this.blacklist = blacklist;
    }

    record Black(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "The client id", longest = Limits.LONGEST_CLIENT, example = "GID_default@@@thief")
            String clientId) {}

    record QueryBlack(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "Only this client id", required = false, longest = Limits.LONGEST_CLIENT) @Nullable
            String clientId,

            @Parameter(value = "Items of one page, 1 to 100", least = 1, most = Limits.PAGE, example = "10")
            Integer size,

            @Parameter(value = "`NextToken` of the answer before", required = false, longest = 4096) @Nullable
            String nextToken) {}

    record BlackList(int code, String message, boolean success, BlackPage data) {}

    record BlackPage(List<BlackView> results, @Nullable String nextToken) {}

    record BlackView(String clientId, String permitAction, String effect) {}

    List<Action<?, ?>> actions() {
        return List.of(
                CustomAuthText.changing(
                        "AddCustomAuthConnectBlack",
                        "Lets a client in no more, whatever it shows; its connection ends.",
                        Black.class,
                        this::add),
                CustomAuthText.changing(
                        "DeleteCustomAuthConnectBlack", "Takes a client off the blacklist.", Black.class, this::delete),
                Action.looking(
                        "QueryCustomAuthConnectBlack",
                        "Lists the blacklist.",
                        QueryBlack.class,
                        BlackList.class,
                        this::query));
    }

    private Done add(Call call, Black input) {
        boolean added = blacklist.add(input.instanceId(), CustomAuthText.plain("ClientId", input.clientId()));
        return CustomAuthText.done(added, CustomAuthText.EXISTS, "the client is on the blacklist");
    }

    private Done delete(Call call, Black input) {
        boolean was = blacklist.remove(input.instanceId(), CustomAuthText.plain("ClientId", input.clientId()));
        return CustomAuthText.done(was, CustomAuthText.MISSING, "the client is not on the blacklist");
    }

    private BlackList query(Call call, QueryBlack input) {
        Page<String> page = CustomAuthText.page(
                () -> blacklist.page(input.instanceId(), input.clientId(), input.nextToken(), input.size()));
        List<BlackView> views = page.items().stream()
                .map(id -> new BlackView(id, PermitAction.CONNECT.name(), "DENY"))
                .toList();
        return new BlackList(Answers.OK, Answers.SUCCESS, true, new BlackPage(views, page.next()));
    }
}
