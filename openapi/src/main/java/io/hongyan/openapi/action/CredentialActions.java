package io.hongyan.openapi.action;

import io.hongyan.cloud.device.DeviceCredential;
import io.hongyan.cloud.device.DeviceCredentials;
import io.hongyan.cloud.topic.GroupIds;
import io.hongyan.openapi.action.Answers.Empty;
import io.hongyan.openapi.quota.Quota;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Credentials of devices, one to each.
final class CredentialActions {
    private static final String MISSING = "DeviceCredentialNotFound";

    private final DeviceCredentials devices;

    CredentialActions(DeviceCredentials devices) {
        this.devices = devices;
    }

    record OfClient(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "The client id", longest = Limits.LONGEST_CLIENT, example = "CLIENT")
            String clientId) {}

    record Credential(CredentialView deviceCredential) {
        static Credential of(DeviceCredential credential) {
            return new Credential(new CredentialView(
                    credential.instance(),
                    credential.clientId(),
                    credential.accessKeyId(),
                    credential.secret(),
                    credential.createdAt(),
                    credential.updatedAt()));
        }
    }

    record CredentialView(
            String instanceId,
            String clientId,
            String deviceAccessKeyId,
            String deviceAccessKeySecret,
            long createTime,
            long updateTime) {}

    record ListClients(
            @Parameter(value = "The instance", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "The Group ID", example = "GID_default")
            String groupId,

            @Parameter(value = "Client ids of one page, 1 to 100", least = 1, most = Limits.PAGE, example = "10")
            Integer pageSize,

            @Parameter(
                    value = "Which page, from 1; far pages take long: use `NextToken`",
                    required = false,
                    least = 1,
                    most = 100_000)
            @Nullable
            Integer pageNo,

            @Parameter(value = "`NextToken` of the answer before", required = false, longest = Limits.LONGEST_CLIENT)
            @Nullable
            String nextToken) {}

    record Clients(ClientPage deviceCredentialClientIdList) {}

    record ClientPage(
            List<String> clientIdList,
            String pageNo,
            String pageSize,
            String total,
            @Nullable String nextToken) {}

    List<Action<?, ?>> actions() {
        return List.of(
                changing(
                                "RegisterDeviceCredential",
                                "Makes the credential of a device. One that it had is valid no more.",
                                Credential.class,
                                this::register)
                        .refusing("PermissionCheckFailed"),
                looking("GetDeviceCredential", "Shows the credential of a device.", Credential.class, this::get),
                changing(
                        "RefreshDeviceCredential",
                        "Replaces the credential of a device; a connection with the old one ends.",
                        Credential.class,
                        this::refresh),
                changing(
                        "UnRegisterDeviceCredential",
                        "Deletes the credential of a device; a connection with it ends.",
                        Empty.class,
                        this::unregister),
                Action.looking(
                        "ListDeviceCredentialClientId",
                        "Lists the client ids of a group that have a credential.",
                        ListClients.class,
                        Clients.class,
                        Permission.group("ListDeviceCredentialClientId"),
                        Quota.SINGLE,
                        this::list));
    }

    private static <O extends Record> Action<OfClient, O> changing(
            String name, String about, Class<O> output, Action.Body<OfClient, O> body) {
        return Action.changing(
                        name,
                        about,
                        OfClient.class,
                        output,
                        Permission.group(name),
                        Quota.SINGLE,
                        (call, input) -> body.answer(checked(call, name, input), input))
                .refusing(MISSING, "PermissionCheckFailed");
    }

    private static <O extends Record> Action<OfClient, O> looking(
            String name, String about, Class<O> output, Action.Body<OfClient, O> body) {
        return Action.looking(
                        name,
                        about,
                        OfClient.class,
                        output,
                        Permission.group(name),
                        Quota.SINGLE,
                        (call, input) -> body.answer(checked(call, name, input), input))
                .refusing(MISSING, "PermissionCheckFailed");
    }

    private static Call checked(Call call, String name, OfClient input) {
        ClientIds.check(call, name, input.instanceId(), input.clientId());
        return call;
    }

    private Credential register(Call call, OfClient input) {
        return Credential.of(devices.register(input.instanceId(), input.clientId()));
    }

    private Credential get(Call call, OfClient input) {
        return Credential.of(devices.find(input.instanceId(), input.clientId()).orElseThrow(() -> missing(input)));
    }

    private Credential refresh(Call call, OfClient input) {
        return Credential.of(
                devices.refresh(input.instanceId(), input.clientId()).orElseThrow(() -> missing(input)));
    }

    private Empty unregister(Call call, OfClient input) {
        if (!devices.unregister(input.instanceId(), input.clientId())) {
            throw missing(input);
        }
        return new Empty();
    }

    private static ApiError missing(OfClient input) {
        return ApiError.bad(MISSING, "client " + input.clientId() + " has no credential in " + input.instanceId());
    }

    private Clients list(Call call, ListClients input) {
        ClientIds.checkGroup(call, "ListDeviceCredentialClientId", input.instanceId(), input.groupId());
        int pageNo = input.pageNo() == null ? 1 : input.pageNo();
        String after = after(input);
        if (after.isEmpty()) {
            for (int page = 1; page < pageNo; page++) {
                String next = devices.list(input.instanceId(), input.groupId(), after, input.pageSize())
                        .next();
                if (next == null) {
                    return view(input, pageNo, new DeviceCredentials.Page(List.of(), null));
                }
                after = next;
            }
        }
        return view(input, pageNo, devices.list(input.instanceId(), input.groupId(), after, input.pageSize()));
    }

    /// @throws ApiError when the token cannot be one of an answer about that group
    private static String after(ListClients input) {
        String token = input.nextToken() == null ? "" : input.nextToken();
        if (!token.isEmpty() && !token.startsWith(input.groupId() + GroupIds.SEPARATOR)) {
            throw CustomAuthText.wrongToken();
        }
        return token;
    }

    private Clients view(ListClients input, int pageNo, DeviceCredentials.Page page) {
        return new Clients(new ClientPage(
                page.clientIds(),
                Integer.toString(pageNo),
                Integer.toString(input.pageSize()),
                Long.toString(devices.count(input.instanceId(), input.groupId())),
                page.next()));
    }
}
