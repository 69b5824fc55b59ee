package io.hongyan.cli;

import java.util.ListResourceBundle;
import java.util.ResourceBundle;

/// What stands behind `--help` and `--version`, also where picocli has the options and would say it in other words.
final class HelpWords {
    static final String HELP = "Show this help.";
    static final String VERSION = "Show the version.";

    /// For the options of picocli.
    static final ResourceBundle BUNDLE = new ListResourceBundle() {
        @Override
        protected Object[][] getContents() {
            return new Object[][] {
                {"mixinStandardHelpOptions.help", HELP}, {"mixinStandardHelpOptions.version", VERSION},
            };
        }
    };

    private HelpWords() {}
}
