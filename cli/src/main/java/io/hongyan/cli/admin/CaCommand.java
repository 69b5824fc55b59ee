package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hongyan admin ca`.
@Command(
        name = "ca",
        description = "CAs whose certificates let devices in (X.509), and certificates of devices that were shown.",
        footerHeading = "%nExample:%n",
        footer = {
            "  CODE=$(hongyan admin ca code)",
            "  openssl req -new -key ca.key -subj \"/CN=$CODE\" -out proof.csr",
            "  openssl x509 -req -in proof.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 1 -out proof.crt",
            "  hongyan admin ca register factory --cert ca.crt --verification proof.crt"
        })
final class CaCommand extends CommandGroup {
    private static final String INSTANCES = "instances";
    private static final String CA = "ca";
    private static final String DEVICES = "devices";

    private final Terminal terminal;

    CaCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "code",
            description = "Show the registration code of an instance: the common name of the verification certificate.")
    int code(@Mixin AdminOptions options, @Mixin InstanceOption chosen) {
        Map<String, Object> answer = options.client(terminal).post(Map.of(), INSTANCES, chosen.id(options), "ca-code");
        if (options.json) {
            AdminOutput.fields(terminal, options, answer, "");
        } else {
            terminal.printLine(String.valueOf(answer.get("code"))); // scripts take it as it is
        }
        return Exit.OK;
    }

    @Command(name = "list", description = "List the CAs of an instance, with how many devices each has.")
    int list(@Mixin AdminOptions options, @Mixin InstanceOption chosen) {
        AdminOutput.list(
                terminal, options, options.client(terminal).get(INSTANCES, chosen.id(options), CA), "authorities");
        return Exit.OK;
    }

    @Command(name = "register", description = "Register a CA: devices with certificates that it issued may log in.")
    int register(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Option(names = "--cert", required = true, paramLabel = "FILE", description = "The CA certificate, in PEM.")
                    Path certificate,
            @Option(
                            names = "--verification",
                            required = true,
                            paramLabel = "FILE",
                            description = "A certificate that the CA issued for the code of `ca code`, in PEM.")
                    Path verification,
            @Parameters(paramLabel = "NAME") String name) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("certificate", PemInput.read(certificate));
        body.put("verification", PemInput.read(verification));
        Map<String, Object> answer = options.client(terminal).post(body, INSTANCES, chosen.id(options), CA);
        AdminOutput.fields(terminal, options, answer, "registered " + name);
        return Exit.OK;
    }

    @Command(name = "activate", description = "Register new certificates of a CA again.")
    int activate(@Mixin AdminOptions options, @Mixin InstanceOption chosen, @Parameters(paramLabel = "SN") String sn) {
        return post(options, chosen, "activated " + sn, sn, "activate");
    }

    @Command(
            name = "deactivate",
            description = "Register no new certificates of a CA any more; those that are registered stay.")
    int deactivate(
            @Mixin AdminOptions options, @Mixin InstanceOption chosen, @Parameters(paramLabel = "SN") String sn) {
        return post(options, chosen, "deactivated " + sn, sn, "deactivate");
    }

    @Command(name = "delete", description = "Delete a CA and the certificates of its devices; their connections end.")
    int delete(@Mixin AdminOptions options, @Mixin InstanceOption chosen, @Parameters(paramLabel = "SN") String sn) {
        Map<String, Object> answer = options.client(terminal).delete(INSTANCES, chosen.id(options), CA, sn);
        AdminOutput.fields(terminal, options, answer, "deleted " + sn);
        return Exit.OK;
    }

    @Command(name = "devices", description = "List the certificates of devices that a CA vouches for, by hundreds.")
    int devices(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Option(names = "--page", paramLabel = "N", description = "Which hundred (default: 1).") @Nullable
                    Integer page,
            @Parameters(paramLabel = "SN") String sn) {
        AdminOutput.list(
                terminal,
                options,
                options.client(terminal)
                        .get(
                                Map.of("page", Integer.toString(page == null ? 1 : page)),
                                INSTANCES,
                                chosen.id(options),
                                CA,
                                sn,
                                DEVICES),
                DEVICES);
        return Exit.OK;
    }

    @Command(name = "activate-device", description = "Let the device with a certificate in again.")
    int activateDevice(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Parameters(index = "0", paramLabel = "SN") String sn,
            @Parameters(index = "1", paramLabel = "DEVICESN") String device) {
        return post(options, chosen, "activated " + device, sn, DEVICES, device, "activate");
    }

    @Command(name = "deactivate-device", description = "Keep the device with a certificate out; its connection ends.")
    int deactivateDevice(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Parameters(index = "0", paramLabel = "SN") String sn,
            @Parameters(index = "1", paramLabel = "DEVICESN") String device) {
        return post(options, chosen, "deactivated " + device, sn, DEVICES, device, "deactivate");
    }

    @Command(
            name = "delete-device",
            description = "Forget the certificate of a device; its connection ends. While the CA is active it is"
                    + " registered again when the device shows it again.")
    int deleteDevice(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Parameters(index = "0", paramLabel = "SN") String sn,
            @Parameters(index = "1", paramLabel = "DEVICESN") String device) {
        Map<String, Object> answer =
                options.client(terminal).delete(INSTANCES, chosen.id(options), CA, sn, DEVICES, device);
        AdminOutput.fields(terminal, options, answer, "deleted " + device);
        return Exit.OK;
    }

    private int post(AdminOptions options, InstanceOption chosen, String done, String... path) {
        String[] whole = new String[path.length + 3];
        whole[0] = INSTANCES;
        whole[1] = chosen.id(options);
        whole[2] = CA;
        System.arraycopy(path, 0, whole, 3, path.length);
        AdminOutput.fields(terminal, options, options.client(terminal).post(Map.of(), whole), done);
        return Exit.OK;
    }
}
