package io.hongyan.openapi.action;

import io.hongyan.cloud.custom.CustomAccount;
import io.hongyan.cloud.custom.CustomAccounts;
import io.hongyan.cloud.custom.Page;
import io.hongyan.cloud.custom.SignMode;
import io.hongyan.cloud.record.IdentityType;
import io.hongyan.openapi.action.Answers.Done;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Identities of custom authentication.
final class CustomIdentityActions {
    private final CustomAccounts accounts;

    CustomIdentityActions(CustomAccounts accounts) {
        this.accounts = accounts;
    }

    record PutIdentity(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "The user name", longest = Limits.LONGEST_NAME, example = "meter")
            String username,

            @Parameter(value = "The secret", longest = Limits.LONGEST_SECRET, secret = true, example = "meter-secret")
            String secret,

            @Parameter(
                    value = "`USER`: every client with that user name; `CLIENT`: one client id with that user name",
                    oneOf = {"USER", "CLIENT"},
                    example = "USER")
            String identityType,

            @Parameter(value = "The client id, for `CLIENT`", required = false, longest = Limits.LONGEST_CLIENT)
            @Nullable
            String clientId,

            @Parameter(
                    value =
                            "The password of a client: `ORIGIN` the secret itself; `SIGNED` Base64 of HMAC-SHA1 over its"
                                    + " client id with the secret",
                    oneOf = {"ORIGIN", "SIGNED"},
                    example = "SIGNED")
            String signMode) {}

    record DeleteIdentity(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "The user name", longest = Limits.LONGEST_NAME, example = "meter")
            String username,

            @Parameter(
                    value = "`USER` or `CLIENT`",
                    oneOf = {"USER", "CLIENT"},
                    example = "USER")
            String identityType,

            @Parameter(value = "The client id, for `CLIENT`", required = false, longest = Limits.LONGEST_CLIENT)
            @Nullable
            String clientId) {}

    record QueryIdentity(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(
                    value = "Only this type",
                    required = false,
                    oneOf = {"USER", "CLIENT"})
            @Nullable
            String identityType,

            @Parameter(value = "Only this user name", required = false, longest = Limits.LONGEST_NAME) @Nullable
            String username,

            @Parameter(value = "Only this client id", required = false, longest = Limits.LONGEST_CLIENT) @Nullable
            String clientId,

            @Parameter(value = "Items of one page, 1 to 100", least = 1, most = Limits.PAGE, example = "10")
            Integer size,

            @Parameter(value = "`NextToken` of the answer before", required = false, longest = 4096) @Nullable
            String nextToken) {}

    record Identities(int code, String message, boolean success, IdentityPage data) {}

    record IdentityPage(
            List<IdentityView> results, @Nullable String nextToken) {}

    record IdentityView(String identityType, String username, String clientId, String secret, String signMode) {}

    List<Action<?, ?>> actions() {
        return List.of(
                CustomAuthText.changing(
                        "AddCustomAuthIdentity",
                        "Adds an identity that clients log in as.",
                        PutIdentity.class,
                        this::add),
                CustomAuthText.changing(
                        "UpdateCustomAuthIdentity",
                        "Changes secret and mode of an identity; clients that are connected stay.",
                        PutIdentity.class,
                        this::update),
                CustomAuthText.changing(
                        "DeleteCustomAuthIdentity",
                        "Deletes an identity; clients that logged in as it are disconnected.",
                        DeleteIdentity.class,
                        this::delete),
                Action.looking(
                        "QueryCustomAuthIdentity",
                        "Lists identities.",
                        QueryIdentity.class,
                        Identities.class,
                        this::query));
    }

    private Done add(Call call, PutIdentity input) {
        return CustomAuthText.done(
                accounts.add(input.instanceId(), account(input)), CustomAuthText.EXISTS, "there is such an identity");
    }

    private Done update(Call call, PutIdentity input) {
        return known(accounts.update(input.instanceId(), account(input)));
    }

    private static CustomAccount account(PutIdentity input) {
        IdentityType type = IdentityType.valueOf(input.identityType());
        return new CustomAccount(
                type,
                CustomAuthText.plain("Username", input.username()),
                clientId(type, input.clientId()),
                SignMode.valueOf(input.signMode()),
                input.secret());
    }

    private static String clientId(IdentityType type, @Nullable String clientId) {
        if (type == IdentityType.USER) {
            return "";
        }
        if (clientId == null) {
            throw ApiError.bad("ParameterCheckFailed", "parameter ClientId is missing: IdentityType CLIENT needs it");
        }
        return CustomAuthText.plain("ClientId", clientId);
    }

    private Done delete(Call call, DeleteIdentity input) {
        IdentityType type = IdentityType.valueOf(input.identityType());
        return known(accounts.delete(
                input.instanceId(),
                type,
                CustomAuthText.plain("Username", input.username()),
                clientId(type, input.clientId())));
    }

    private static Done known(boolean was) {
        return CustomAuthText.done(was, CustomAuthText.MISSING, "there is no such identity");
    }

    private Identities query(Call call, QueryIdentity input) {
        Page<CustomAccount> page = CustomAuthText.page(() -> accounts.page(
                input.instanceId(),
                CustomAuthText.type(input.identityType()),
                input.username(),
                input.clientId(),
                input.nextToken(),
                input.size()));
        List<IdentityView> views = page.items().stream()
                .map(each -> new IdentityView(
                        each.type().name(),
                        each.username(),
                        each.clientId(),
                        each.secret(),
                        each.mode().name()))
                .toList();
        return new Identities(Answers.OK, Answers.SUCCESS, true, new IdentityPage(views, page.next()));
    }
}
