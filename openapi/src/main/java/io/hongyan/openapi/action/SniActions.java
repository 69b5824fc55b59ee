package io.hongyan.openapi.action;

import io.hongyan.cloud.certificate.ServerCertificates;
import io.hongyan.cloud.certificate.SniConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which certificate listeners show.
final class SniActions {
    private final ServerCertificates servers;

    SniActions(ServerCertificates servers) {
        this.servers = servers;
    }

    record Config(
            @Parameter(value = "The instance", example = "INSTANCE")
            String mqttInstanceId,

            @Parameter(
                    value = "The certificate for other host names, on listeners of the instance, by the name with which"
                            + " it was uploaded (`hongyan admin certificate upload`); `default` = that of the"
                            + " listener's configuration",
                    longest = Limits.LONGEST_NAME,
                    example = SniConfig.OF_LISTENER)
            String defaultCertificate,

            @Parameter(
                    value = "Certificates by host name: `host#certificate#password;host#certificate#password`."
                            + " The password is not needed: keys are uploaded without one, and kept encrypted",
                    required = false,
                    longest = Limits.LONGEST_SNI,
                    secret = true)
            @Nullable
            String sniConfig) {}

    record Done(String success) {}

    List<Action<?, ?>> actions() {
        return List.of(Action.changing(
                        "SetSniConfig",
                        "Decides which uploaded certificate is shown to clients, by the host name that they ask for.",
                        Config.class,
                        Done.class,
                        this::set)
                .refusing(
                        CertificateErrors.MISSING,
                        CertificateErrors.EXISTS,
                        CertificateErrors.INVALID,
                        CertificateErrors.FULL));
    }

    private Done set(Call call, Config input) {
        CertificateErrors.run(() -> servers.show(
                input.mqttInstanceId(),
                SniConfig.read(input.defaultCertificate(), input.sniConfig() == null ? "" : input.sniConfig())));
        return new Done("true");
    }
}
