package io.hongyan.cli.admin;

import io.hongyan.cli.option.Candidates;
import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hongyan admin identity`.
@Command(
        name = "identity",
        description = "Identities of custom authentication: user names and secrets that clients log in with.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hongyan admin identity create meter",
            "  hongyan admin identity create gateway --sign-mode signed --client gateway-7",
            "  hongyan admin identity import meter < secret.txt",
            "  hongyan admin permission add meter --topic 'meters/#' --action pub",
            "",
            "What no permission allows is denied. With mode 'origin' the password of a client is the secret itself,",
            "with 'signed' Base64 of HMAC-SHA1 over its client id with the secret."
        })
final class IdentityCommand extends CommandGroup {
    private static final String INSTANCES = "instances";
    private static final String AUTH = "custom-auth";
    private static final String IDENTITIES = "identities";
    private static final String SECRET = "secret";
    private static final String SECRET_WHAT = "The secret, 1 to 128 characters (default: variable HONGYAN_SECRET, then"
            + " asked for, or the first line of standard input).";

    private final Terminal terminal;

    IdentityCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// How a client shows its secret.
    static final class Mode {
        @Option(
                names = "--sign-mode",
                paramLabel = "MODE",
                completionCandidates = Candidates.SignModes.class,
                description = "origin or signed (default for new ones: origin).")
        @Nullable
        String name;
    }

    @Command(name = "list", description = "List the identities, without their secrets.")
    int list(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Option(
                            names = "--type",
                            paramLabel = "TYPE",
                            completionCandidates = Candidates.IdentityTypes.class,
                            description = "Only those of type user, or client.")
                    @Nullable
                    String type,
            @Mixin PageOptions page) {
        Map<String, String> query = page.query();
        if (type != null) {
            query.put("type", type);
        }
        Map<String, Object> answer =
                options.client(terminal).get(query, INSTANCES, chosen.id(options), AUTH, IDENTITIES);
        AdminOutput.page(terminal, options, answer, IDENTITIES);
        return Exit.OK;
    }

    @Command(name = "create", description = "Make an identity with a secret, which is shown this one time.")
    int create(@Mixin AdminOptions options, @Mixin InstanceOption chosen, @Mixin Mode mode, @Mixin IdentityName name) {
        AdminOutput.fields(terminal, options, add(options, chosen, mode, name.body()), "created");
        return Exit.OK;
    }

    @Command(name = "import", description = "Make an identity with a secret that its clients have already.")
    int importIdentity(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Mixin Mode mode,
            @Option(names = "--secret", paramLabel = "SECRET", description = SECRET_WHAT) @Nullable String secret,
            @Mixin IdentityName name) {
        Map<String, Object> body = name.body();
        body.put(SECRET, read(secret));
        AdminOutput.fields(terminal, options, add(options, chosen, mode, body), "imported");
        return Exit.OK;
    }

    private String read(@Nullable String given) {
        return SecretInput.read(terminal, given, SECRET, "--secret", "HONGYAN_SECRET");
    }

    private Map<String, Object> add(AdminOptions options, InstanceOption chosen, Mode mode, Map<String, Object> body) {
        if (mode.name != null) {
            body.put("signMode", mode.name);
        }
        return options.client(terminal).post(body, INSTANCES, chosen.id(options), AUTH, IDENTITIES);
    }

    @Command(
            name = "secret",
            description = "Give an identity a secret that was chosen. Clients that are connected stay.")
    int secret(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Option(names = "--secret", paramLabel = "SECRET", description = SECRET_WHAT) @Nullable String secret,
            @Mixin IdentityName name) {
        return change(options, chosen, name, SECRET, read(secret));
    }

    @Command(name = "mode", description = "Change how clients show the secret: origin or signed.")
    int mode(
            @Mixin AdminOptions options,
            @Mixin InstanceOption chosen,
            @Mixin IdentityName name,
            @Parameters(
                            index = "1",
                            paramLabel = "MODE",
                            completionCandidates = Candidates.SignModes.class,
                            description = "origin or signed.")
                    String mode) {
        return change(options, chosen, name, "signMode", mode);
    }

    private int change(AdminOptions options, InstanceOption chosen, IdentityName name, String field, String value) {
        Map<String, Object> body = new LinkedHashMap<>(name.body());
        body.put(field, value);
        Map<String, Object> answer =
                options.client(terminal).patch(body, INSTANCES, chosen.id(options), AUTH, IDENTITIES);
        AdminOutput.fields(terminal, options, answer, "changed " + name);
        return Exit.OK;
    }

    @Command(
            name = "refresh",
            description = "Give an identity a new secret, which is shown this one time. Clients that are connected"
                    + " stay.")
    int refresh(@Mixin AdminOptions options, @Mixin InstanceOption chosen, @Mixin IdentityName name) {
        Map<String, Object> answer =
                options.client(terminal).post(name.body(), INSTANCES, chosen.id(options), AUTH, IDENTITIES, "refresh");
        AdminOutput.fields(terminal, options, answer, "refreshed " + name);
        return Exit.OK;
    }

    @Command(name = "delete", description = "Delete an identity; clients that logged in as it are disconnected.")
    int delete(@Mixin AdminOptions options, @Mixin InstanceOption chosen, @Mixin IdentityName name) {
        Map<String, Object> answer =
                options.client(terminal).delete(name.query(), INSTANCES, chosen.id(options), AUTH, IDENTITIES);
        AdminOutput.fields(terminal, options, answer, "deleted " + name);
        return Exit.OK;
    }
}
