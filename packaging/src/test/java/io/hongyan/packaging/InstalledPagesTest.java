package io.hongyan.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.foreign.NeedsProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what an installation has to read names what is there, and commands that can be typed there.
@NeedsProgram({"bash", "tar"})
final class InstalledPagesTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final Pattern IN_A_CHECKOUT = Pattern.compile("(^|[^/.])\\./hongyan(?![\\w.-])", Pattern.MULTILINE);
    private static final Commands COMMANDS = new Commands(Commands.EMPTY);

    @TempDir
    private Path folder;

    @Test
    void those_of_the_tarball_do() throws Exception {
        COMMANDS.run("tar", "-xzf", Built.tarball().toString(), "-C", folder.toString())
                .checked();
        try (Stream<Path> unpacked = Files.list(folder)) {
            expectUsable(unpacked.findFirst().orElseThrow(), "    bin/hongyan serve\n");
        }
    }

    @NeedsProgram("dpkg-deb")
    @Test
    void those_of_the_debian_package_do() throws Exception {
        COMMANDS.run("dpkg-deb", "-x", Built.debianPackage().toString(), folder.toString())
                .checked();
        expectUsable(folder.resolve("usr/share/doc/hongyan"), "    hongyan serve\n");
    }

    private static void expectUsable(Path pages, String command) throws IOException {
        List<String> wrong = new ArrayList<>();
        try (Stream<Path> all = Files.walk(pages)) {
            for (Path page : all.filter(file -> file.toString().endsWith(".md")).toList()) {
                String text = Files.readString(page);
                Matcher links = LINK.matcher(text);
                while (links.find()) {
                    if (!Files.exists(page.resolveSibling(links.group(1)))) {
                        wrong.add(page + " links to " + links.group(1));
                    }
                }
                boolean ofContributors = page.endsWith("CONTRIBUTING.md") || page.endsWith("CHANGELOG.md");
                if (!ofContributors && IN_A_CHECKOUT.matcher(text).find()) {
                    wrong.add(page + " says ./hongyan");
                }
            }
        }
        assertThat(wrong).isEmpty();
        for (String readme : List.of("README.md", "README.zh-CN.md")) {
            assertThat(pages.resolve(readme)).content().contains(command).doesNotContain("./verify", "./package");
        }
    }
}
