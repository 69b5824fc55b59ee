package io.hongyan.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.foreign.NeedsProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the Debian package installs a service that is ready to run, and nobody loses data by an upgrade or a removal.
@NeedsProgram({"dpkg", "dpkg-deb", "unshare", "setpriv", "ip"})
final class DebianPackageTest {
    private static final Path UNIT = Path.of("debian/hongyan.service");
    /// root reads the configuration of the package, so it need not be named.
    private static final String LOGIN = """
            json=$(hongyan credentials --json)
            field() { sed -n 's/.*"'$1'" : "*\\([^",]*\\).*/\\1/p' <<<"$json"; }
            login=(-p $(field tcp) --ak $(field accessKey) --sk $(field secretKey) --instance $(field instance)
                --group GID_default -t TopicDefault/kept)
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void data_outlive_an_upgrade_and_a_removal_and_end_with_a_purge() throws Exception {
        Files.copy(Built.debianPackage(), folder.resolve("old.deb"));
        makeNewer(folder.resolve("old.deb"), folder.resolve("new.deb"));
        try (Machine machine = Machine.create(folder)) {
            machine.run("dpkg -i /tmp/host/old.deb").checked();
            start(machine);
            machine.run(LOGIN + "hongyan pub \"${login[@]}\" -q 1 -r -m precious")
                    .checked();
            machine.stop();
            machine.run("echo '# mine' >>/etc/hongyan/hongyan.yaml").checked();

            machine.run("dpkg -i /tmp/host/new.deb").checked();
            assertThat(machine.run("dpkg-query -W -f '${Version}' hongyan").checked())
                    .isEqualTo("99");
            start(machine);
            assertThat(machine.run(LOGIN + "hongyan sub \"${login[@]}\" -C 1 2>/dev/null")
                            .checked())
                    .isEqualTo("precious\n");
            machine.stop();

            machine.run("dpkg -r hongyan").checked();
            String left = machine.run("cat /etc/hongyan/hongyan.yaml; ls /var/lib/hongyan; ls -d /usr/lib/hongyan")
                    .output();
            assertThat(left).contains("# mine", "credentials.json", "cannot access '/usr/lib/hongyan'");

            machine.run("dpkg -P hongyan").checked();
            String gone = machine.run("find /etc /var/lib /usr/lib /usr/bin -name '*hongyan*'")
                    .output();
            assertThat(gone).isEmpty();
        }
    }

    private static void start(Machine machine) throws IOException, InterruptedException {
        Matcher command = Pattern.compile("(?m)^ExecStart=(.*)$").matcher(Files.readString(UNIT));
        assertThat(command.find()).isTrue();
        machine.start("hongyan", command.group(1));
    }

    @Test
    void an_installation_has_a_user_and_keeps_others_out() throws Exception {
        Files.copy(Built.debianPackage(), folder.resolve("hongyan.deb"));
        try (Machine machine = Machine.create(folder)) {
            machine.run("dpkg -i /tmp/host/hongyan.deb").checked();
            String told = machine.run(
                            "stat -c '%n %U %G %a' /etc/hongyan /etc/hongyan/hongyan.yaml /var/lib/hongyan /var/lib/hongyan-backups;"
                                    + " getent passwd hongyan | cut -d: -f6,7; hongyan --version;"
                                    + " hongyan check-config /etc/hongyan/hongyan.yaml;"
                                    + " ls /usr/share/man/man1/hongyan-serve.1.gz")
                    .checked();
            assertThat(told)
                    .contains("/etc/hongyan root hongyan 750\n")
                    .contains("/etc/hongyan/hongyan.yaml root hongyan 640\n")
                    .contains("/var/lib/hongyan hongyan hongyan 750\n")
                    .contains("/var/lib/hongyan-backups hongyan hongyan 750\n")
                    .contains("/var/lib/hongyan:/usr/sbin/nologin\n");
            assertThat(machine.run("dpkg --verify hongyan").output().lines())
                    .as("files that differ from the package")
                    .isEmpty();
        }
    }

    @Test
    @NeedsProgram("systemd-analyze")
    void the_unit_is_hardened() throws Exception {
        Commands.Run run = new Commands(Commands.EMPTY)
                .run("systemd-analyze", "security", "--offline=true", "--no-pager", UNIT.toString());
        Matcher exposure =
                Pattern.compile("exposure level for hongyan.service: ([0-9.]+)").matcher(run.output());
        assertThat(exposure.find()).as(run.output()).isTrue();
        assertThat(Double.parseDouble(exposure.group(1))).isLessThan(3.0);
    }

    /// The same package with a higher version.
    private static void makeNewer(Path deb, Path newer) throws IOException, InterruptedException {
        Commands commands = new Commands(Commands.EMPTY);
        Path tree = deb.resolveSibling("tree");
        commands.run("dpkg-deb", "-R", deb.toString(), tree.toString()).checked();
        Path control = tree.resolve("DEBIAN/control");
        String text = Files.readString(control).replaceAll("(?m)^Version: .*$", "Version: 99");
        Path changed = Files.writeString(deb.resolveSibling("control"), text, StandardCharsets.UTF_8);
        Files.move(changed, control, StandardCopyOption.REPLACE_EXISTING);
        commands.run("dpkg-deb", "-Znone", "--root-owner-group", "-b", tree.toString(), newer.toString())
                .checked();
    }
}
