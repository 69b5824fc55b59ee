package io.hongyan.server.console;

import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.data.PrivateFiles;
import io.hongyan.transport.FileReason;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The account that a service without any makes, and the file with its password for one login. The file goes when that
/// password is changed.
public final class FirstAccount {
    /// Its name in the data folder.
    public static final String FILE = "console.password";

    private static final System.Logger LOG = System.getLogger(FirstAccount.class.getName());

    private final Accounts accounts;
    private final Path file;
    private Optional<String> password = Optional.empty();

    /// @param folder the data folder
    public FirstAccount(Accounts accounts, Path folder) {
        this.accounts = accounts;
        this.file = folder.resolve(FILE);
        accounts.listen(this::changed);
    }

    /// Makes it when there is no account at all.
    ///
    /// @throws DataFolderException when its password cannot be written
    public void makeIfMissing() {
        password = accounts.makeFirst(this::keep);
        if (password.isPresent()) {
            LOG.log(
                    Level.INFO,
                    "the console has an account {0}; its password for the first login is in {1}",
                    Accounts.FIRST,
                    file);
        }
    }

    private void keep(String made) {
        try {
            PrivateFiles.write(file, made + "\n");
        } catch (IOException e) {
            throw new DataFolderException(file + " cannot be written: " + FileReason.withFile(e), e);
        }
    }

    /// The password that this start made.
    public Optional<String> password() {
        return password;
    }

    /// Where it is.
    public Path file() {
        return file;
    }

    private void changed(String name) {
        if (name.equals(Accounts.FIRST)) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "{0} cannot be deleted, and is of no use any more: {1}", file, e);
            }
        }
    }
}
