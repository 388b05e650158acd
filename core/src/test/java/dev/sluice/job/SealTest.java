package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets of a workspace that are sealed, and opened where, with what and by whom they should be, or not. */
final class SealTest {
    private static final String SECRET = "gehe\"im\\ ${ 密码";
    private static final SecretPlace PLACE = new SecretPlace("shop", "password");
    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    @TempDir
    private Path folder;

    private Path keyFile() {
        return folder.resolve(".sluice").resolve("key");
    }

    private Seal seal() {
        return Seal.of(keyFile(), Map.of());
    }

    private static Seal withVariable(String key) {
        return Seal.of(Map.of("SLUICE_KEY", key));
    }

    private SyncException failure(Seal seal, String text, SecretPlace place) {
        SyncException failure = catchThrowableOfType(SyncException.class, () -> seal.open(text, place, "shop.json"));
        assertThat(failure).isNotNull();
        assertThat(failure.code()).isEqualTo(ErrorCode.PREFLIGHT_FAILED);
        assertThat(failure.hint()).isPresent();
        assertThat(failure + failure.hint().orElseThrow()).doesNotContain("geheim", KEY);
        return failure;
    }

    @ParameterizedTest
    @ValueSource(strings = {SECRET, "x", "sealed:v1:", " ", "\n"})
    void opensWhatItSealed(String secret) {
        String sealed = seal().seal(PLACE, secret);

        assertThat(sealed).matches("sealed:v1:[A-Za-z0-9+/]+=*").doesNotContain("geheim");
        assertThat(SealedText.fault(sealed)).isEmpty();
        assertThat(seal().open(sealed, PLACE, "shop.json")).isEqualTo(secret);
    }

    @Test
    void neverSealsTwiceAlike() {
        Set<String> sealed = new HashSet<>();
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            String text = withVariable(KEY).seal(PLACE, SECRET);
            sealed.add(text);
            nonces.add(Base64.getEncoder().encodeToString(SealedText.parse(text).nonce()));
        }

        assertThat(sealed).hasSize(100);
        assertThat(nonces).hasSize(100);
    }

    @Test
    void makesAKeyForItsOwnerAlone() throws IOException {
        assertThat(seal().hasKey()).isFalse();
        seal().seal(PLACE, SECRET);
        String key = Files.readString(keyFile());
        seal().seal(PLACE, SECRET);

        assertThat(seal().hasKey()).isTrue();
        assertThat(seal().keyPlace()).isEqualTo(keyFile().toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile())))
                .isEqualTo("rw-------");
        assertThat(Base64.getDecoder().decode(key.strip())).hasSize(32);
        assertThat(keyFile()).hasContent(key);
        assertThat(keyFile().resolveSibling(".gitignore")).hasContent("*");
    }

    @Test
    void leavesAGitignoreAlone() throws IOException {
        Path ignored = Files.createDirectories(keyFile().getParent()).resolve(".gitignore");
        Files.writeString(ignored, "/key\n");

        seal().seal(PLACE, SECRET);

        assertThat(ignored).hasContent("/key");
    }

    @Test
    void takesTheVariableBeforeTheFile() {
        String byFile = seal().seal(PLACE, SECRET);
        Seal both = Seal.of(keyFile(), Map.of("SLUICE_KEY", " " + KEY + "\n"));

        assertThat(both.keyPlace()).isEqualTo("SLUICE_KEY");
        assertThat(withVariable(KEY).open(both.seal(PLACE, SECRET), PLACE, "shop.json"))
                .isEqualTo(SECRET);
        assertThat(failure(both, byFile, PLACE))
                .hasMessage("The secret \"password\" in shop.json cannot be opened: it was sealed with another key than"
                        + " that in SLUICE_KEY");
    }

    @Test
    void makesNoKeyToOpenWith() {
        String sealed = withVariable(KEY).seal(PLACE, SECRET);

        assertThat(failure(seal(), sealed, PLACE))
                .hasMessage("The secret \"password\" in shop.json cannot be opened: there is no key in " + keyFile())
                .extracting(error -> error.hint().orElseThrow())
                .asString()
                .contains("sluice datasource add shop --replace");
        assertThat(keyFile()).doesNotExist();
        assertThat(failure(Seal.of(Map.of()), sealed, PLACE)).hasMessageContaining("there is no key in SLUICE_KEY");
    }

    @ParameterizedTest
    @CsvSource({"warehouse, password", "shop, clientPassword", "Shop, password", "shop, properties.password"})
    void opensNothingAtAnotherPlace(String dataSource, String key) {
        String sealed = seal().seal(PLACE, SECRET);

        assertThat(failure(seal(), sealed, new SecretPlace(dataSource, key)))
                .hasMessageContaining("\"" + key + "\"")
                .hasMessageContaining("made for another data source");
    }

    @Test
    void knowsANameHoweverItsAccentsAreWritten() {
        String sealed = seal().seal(new SecretPlace("caf\u00e9", "password"), SECRET);

        assertThat(seal().open(sealed, new SecretPlace("cafe\u0301", "password"), "f"))
                .isEqualTo(SECRET);
    }

    @Test
    void noticesEveryChangedByte() {
        byte[] good = Base64.getDecoder().decode(seal().seal(PLACE, "x").substring("sealed:v1:".length()));
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            String text = "sealed:v1:" + Base64.getEncoder().encodeToString(bad);

            assertThat(failure(seal(), text, PLACE)).hasMessageContaining("cannot be opened");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x", "c2hvcnQ=", "0123456789abcdef0123456789abcdef", "geheim!geheim!"})
    void refusesAKeyThatIsNone(String key) throws IOException {
        String sealed = seal().seal(PLACE, SECRET);
        assertThat(failure(withVariable(key), sealed, PLACE))
                .hasMessage("The environment variable SLUICE_KEY holds no key, which is 32 bytes in base64");

        Files.writeString(keyFile(), key);

        assertThat(failure(seal(), sealed, PLACE))
                .hasMessage("The key file " + keyFile()
                        + (key.isEmpty() ? " is empty" : " holds no key, which is 32 bytes in base64"));
        assertThat(catchThrowableOfType(SyncException.class, () -> seal().seal(PLACE, SECRET)))
                .isNotNull();
        assertThat(Files.readString(keyFile())).isEqualTo(key);
    }

    @Test
    void refusesAKeyFileThatIsMuchTooLong() throws IOException {
        String sealed = seal().seal(PLACE, SECRET);
        Files.writeString(keyFile(), KEY + " ".repeat(2_000));

        assertThat(failure(seal(), sealed, PLACE)).hasMessageContaining("holds no key");
    }

    @ParameterizedTest
    @CsvSource({
        "rw-------, true",
        "r--------, true",
        "rwx------, true",
        "rw-r-----, false",
        "rw----r--, false",
        "rw--w----, false",
        "rw-rw-rw-, false"
    })
    void usesNoKeyFileThatOthersMayUse(String mode, boolean used) throws IOException {
        String sealed = seal().seal(PLACE, SECRET);
        Files.setPosixFilePermissions(keyFile(), PosixFilePermissions.fromString(mode));

        if (used) {
            assertThatCode(() -> seal().open(sealed, PLACE, "f")).doesNotThrowAnyException();
        } else {
            assertThat(failure(seal(), sealed, PLACE))
                    .hasMessage("The key file " + keyFile() + " may be used by others than its owner (" + mode + ")")
                    .extracting(error -> error.hint().orElseThrow())
                    .asString()
                    .contains("chmod 600 " + keyFile());
        }
    }

    @Test
    void saysThatAKeyFileCannotBeMadeOrRead() throws IOException {
        Files.writeString(folder.resolve(".sluice"), "a file where a folder is wanted");
        assertThat(catchThrowableOfType(SyncException.class, () -> seal().seal(PLACE, SECRET)))
                .hasMessageContaining("The key file " + keyFile() + " cannot be made");

        Files.delete(folder.resolve(".sluice"));
        Files.createDirectories(keyFile());
        Files.setPosixFilePermissions(keyFile(), PosixFilePermissions.fromString("rwx------"));
        assertThat(failure(seal(), withVariable(KEY).seal(PLACE, SECRET), PLACE))
                .hasMessageContaining("The key file " + keyFile());
    }

    @ParameterizedTest
    @CsvSource({
        "sealed:, form",
        "sealed:v2:AAAA, form",
        "sealed:v1:, damaged",
        "sealed:v1:%%%, damaged",
        "sealed:v1:AAAA, damaged",
        "sealed:v1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=, damaged"
    })
    void findsFaultsInTexts(String text, String fault) {
        assertThat(SealedText.isMeant(text)).isTrue();
        assertThat(SealedText.fault(text))
                .get()
                .asString()
                .contains(fault, "allowed is")
                .doesNotContain("AAAA");
    }

    @Test
    void noticesATextThatWasCut() {
        String sealed = seal().seal(PLACE, SECRET);
        UnaryOperator<String> cut = text -> text.substring(0, text.length() - 8);

        assertThat(failure(seal(), cut.apply(sealed), PLACE)).hasMessageContaining("was changed");
    }
}
