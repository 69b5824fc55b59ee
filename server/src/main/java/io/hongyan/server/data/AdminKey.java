package io.hongyan.server.data;

import io.hongyan.server.file.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/// The key that authenticates callers of the admin API; created at the first start.
public final class AdminKey {
    static final String NAME = "admin.key";
    private static final int BYTES = 32;

    private AdminKey() {}

    public static Path file(Path folder) {
        return folder.resolve(NAME);
    }

    /// The key in the folder, a new one if there is none.
    ///
    /// @throws DataFolderException when the file cannot be read or written, or is empty
    public static String readOrMake(Path folder, SecureRandom random) {
        Path file = file(folder);
        try {
            if (!Files.exists(file)) {
                byte[] bytes = new byte[BYTES];
                random.nextBytes(bytes);
                PrivateFiles.write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n");
            }
            String key = TextFile.read(file).strip();
            if (key.isEmpty()) {
                throw new DataFolderException(file + " is empty; remove it, and the next start makes a new key");
            }
            return key;
        } catch (IOException e) {
            throw new DataFolderException(file + " cannot be used: " + TextFile.reason(e), e);
        }
    }
}
