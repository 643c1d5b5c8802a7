package tw.vigil.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    Path folder;

    @Test
    void onlyTheOwnerCanReadThem() throws Exception {
        var secrets = Secrets.in(folder.resolve("secrets"));

        for (Path file : new Path[] {
            secrets.hookSecret(),
            secrets.tokens().resolve("aws.cloudtrail"),
            secrets.accounts().resolve("analyst"),
            secrets.revealers().resolve("auditor"),
            folder.resolve("secrets/db-password")
        }) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void theyAreMadeOnceAndAllDiffer() throws Exception {
        var first = Secrets.in(folder);

        var again = Secrets.in(folder);

        assertThat(again.databasePassword()).isEqualTo(first.databasePassword()).hasSizeGreaterThanOrEqualTo(40);
        assertThat(again.token("aws.cloudtrail"))
                .isEqualTo(first.token("aws.cloudtrail"))
                .isNotEqualTo(first.token("kubernetes.audit"));
        assertThat(again.revealer("auditor"))
                .isEqualTo(first.revealer("auditor"))
                .isNotEqualTo(again.firstPassword("auditor"));
        assertThat(again.firstPassword("analyst")).isNotEqualTo(again.firstPassword("auditor"));
    }

    @Test
    void noSecretIsInTheText() throws Exception {
        var secrets = Secrets.in(folder);

        assertThat(secrets.toString()).doesNotContain(secrets.databasePassword());
    }
}
