package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import io.hongyan.transport.TransportException;
import io.hongyan.transport.endpoint.TlsMaterial;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hongyan admin certificate`.
@Command(
        name = "certificate",
        description = "Certificates that TLS listeners show to clients of an instance, in place of those of their"
                + " configuration.",
        footerHeading = "%nExample:%n",
        footer = {
            "  hongyan admin certificate upload monday --cert server.crt --key server.key",
            "  hongyan admin certificate assign mqtt.example.com=monday '*.factory.example.com=monday'"
        })
final class CertificateCommand extends CommandGroup {
    private static final String INSTANCES = "instances";
    private static final String CERTIFICATES = "certificates";

    private final Terminal terminal;

    CertificateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "list", description = "List the uploaded certificates, and the host names that each is shown for.")
    int list(@Mixin AdminOptions options, @Mixin InstanceOption chosen) {
        AdminOutput.list(
                terminal,
                options,
                options.client(terminal).get(INSTANCES, chosen.id(options), CERTIFICATES),
                CERTIFICATES);
        return Exit.OK;
    }

    @Command(
            name = "upload",
            description = "Upload a certificate and its key, which is encrypted on the disk of the service. One of that"
                    + " name is replaced, also where it is shown.")
    int upload(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Option(
                            names = "--cert",
                            required = true,
                            paramLabel = "FILE",
                            description = "The certificate and its intermediates, in PEM.")
                    Path certificate,
            @Option(
                            names = "--key",
                            required = true,
                            paramLabel = "FILE",
                            description = "Its private key, in PEM, not encrypted.")
                    Path key,
            @Parameters(paramLabel = "NAME") String name) {
        checkPair(certificate, key);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("certificates", PemInput.read(certificate));
        body.put("key", PemInput.read(key));
        Map<String, Object> answer = options.client(terminal).post(body, INSTANCES, chosen.id(options), CERTIFICATES);
        AdminOutput.fields(terminal, options, answer, "uploaded " + name);
        return Exit.OK;
    }

    /// The service would refuse it, too, but knows no names of files.
    private static void checkPair(Path certificate, Path key) {
        try {
            var _ = TlsMaterial.pem(new TlsMaterial.Files(certificate, key), null, Map.of());
        } catch (TransportException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    @Command(name = "delete", description = "Delete an uploaded certificate that is not shown.")
    int delete(
            @Mixin AdminOptions options, @Mixin InstanceOption chosen, @Parameters(paramLabel = "NAME") String name) {
        Map<String, Object> answer = options.client(terminal).delete(INSTANCES, chosen.id(options), CERTIFICATES, name);
        AdminOutput.fields(terminal, options, answer, "deleted " + name);
        return Exit.OK;
    }

    @Command(
            name = "assign",
            description = "Decide which certificate is shown for which host name (SNI), for all of them at once: what"
                    + " was decided before is forgotten. --none: all is as the listeners have it.")
    int assign(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Option(
                            names = "--default",
                            paramLabel = "NAME",
                            description = "For other host names, on listeners of the instance (default: what those"
                                    + " have by themselves).")
                    @Nullable
                    String usual,
            @Option(names = "--none", description = "Show none of them any more.") boolean none,
            @Parameters(arity = "0..*", paramLabel = "HOST=NAME") @Nullable List<String> hosts) {
        if (none != (usual == null && hosts == null)) {
            throw Failure.usage("give each HOST=NAME that shall be shown, --default, or --none alone");
        }
        Map<String, Object> body = new LinkedHashMap<>();
        if (usual != null) {
            body.put("default", usual);
        }
        if (hosts != null) {
            body.put("hosts", hosts.stream().map(CertificateCommand::part).collect(Collectors.joining(";")));
        }
        options.client(terminal).post(body, INSTANCES, chosen.id(options), "sni");
        return list(options, chosen);
    }

    private static String part(String given) {
        String[] pair = given.split("=", -1);
        if (pair.length != 2) {
            throw Failure.usage("each is HOST=NAME, such as mqtt.example.com=monday, not " + given);
        }
        return pair[0] + "#" + pair[1];
    }
}
