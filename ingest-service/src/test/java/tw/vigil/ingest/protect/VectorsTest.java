package tw.vigil.ingest.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every value of the table of kinds: found, and not taken for one.
class VectorsTest {
    private static final String ZONE = "3123456785TWN8501019M3506019A123456789<<<<76";

    private final Protector protector = Workbench.protector();

    @ParameterizedTest
    @CsvSource({
        "NATIONAL_ID, A123456789",
        "NATIONAL_ID, F234567898",
        "NATIONAL_ID, O111111116",
        "NATIONAL_ID, I200000005",
        "NATIONAL_ID, W198765435",
        "NATIONAL_ID, Z100000002",
        "NATIONAL_ID, a123456789",
        "NATIONAL_ID, Ａ１２３４５６７８９",
        "RESIDENT_ID, A800000014",
        "RESIDENT_ID, F987654324",
        "RESIDENT_ID, B812345672",
        "RESIDENT_PERMIT, AB12345677",
        "RESIDENT_PERMIT, FA00000013",
        "RESIDENT_PERMIT, HC76543210",
        "RESIDENT_PERMIT, CD00000007",
        "PAYMENT_CARD, 4111111111111111",
        "PAYMENT_CARD, 5555555555554444",
        "PAYMENT_CARD, 378282246310005",
        "PAYMENT_CARD, 3530111333300000",
        "PAYMENT_CARD, 2223000048400011",
        "PAYMENT_CARD, 6212345678901232",
        "PAYMENT_CARD, 4111 1111 1111 1111",
        "PAYMENT_CARD, 4111-1111-1111-1111",
        "PAYMENT_CARD, 3782 822463 10005",
        "FUTURES_ACCOUNT, F999000-1234567",
        "FUTURES_ACCOUNT, F999000 1234567",
        "FUTURES_ACCOUNT, f9990001234567",
        "PASSPORT_MRZ, 3123456785TWN8501019M3506019A123456789<<<<76",
        "PASSPORT_MRZ, L898902C36UTO7408122F1204159ZE184226B<<<<<10",
        "SECRET, AKIAIOSFODNN7EXAMPLE",
        "SECRET, ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "SECRET, eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJl",
    })
    void valueSpeaksForItself(Kind kind, String value) {
        assertFound(kind, value, "{\"a\":\"%s\"}");
        assertFound(kind, value, "{\"a\":\"資料%s。\"}");
        assertFound(kind, value, "{\"a\":{\"b\":[1,\"x=%s,y\"]}}");
    }

    @ParameterizedTest
    @CsvSource({
        "COMPANY_NUMBER, 12345675, 統編",
        "COMPANY_NUMBER, 12340009, 統一編號",
        "COMPANY_NUMBER, 12340073, tax_id",
        "COMPANY_NUMBER, 12340078, ban",
        "COMPANY_NUMBER, 20250103, 統編",
        "MOBILE_PHONE, 0912-345-678, 手機",
        "MOBILE_PHONE, +886912345678, mobile",
        "MOBILE_PHONE, +886-912-345-678, 客戶",
        "MOBILE_PHONE, 0912345678, customerNo",
        "EMAIL, a.b@example.com, cust",
        "PASSPORT, 312345678, 護照",
        "PASSPORT, 312345678, passport",
        "HEALTH_CARD, 000012345678, 健保卡",
        "HEALTH_CARD, 000012345678, NHI",
        "BANK_ACCOUNT, 822-123456789012, 帳號",
        "BANK_ACCOUNT, 822 123456789012, acct",
    })
    void valueNeedsAWord(Kind kind, String value, String word) {
        assertFound(kind, value, "{\"a\":\"" + word + " %s\"}");
        assertFound(kind, value, "{\"" + word + "\":\"%s\"}");
        assertFound(kind, value, "{\"tags\":[{\"key\":\"" + word + "\",\"value\":\"%s\"}]}");
        assertFound(kind, value, "{\"env\":[{\"value\":\"%s\",\"name\":\"" + word + "\"}]}");
        assertNothing("{\"a\":\"%s\"}".formatted(value));
        assertNothing("{\"a\":\"" + word + " ".repeat(60) + value + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = "帳號 012-0912345678")
    void phoneNumberIsNoBankAccount(String text) {
        assertThat(protector.json(Workbench.bytes("{\"a\":\"" + text + "\"}")).found())
                .extracting(Found::kind)
                .doesNotContain(Kind.BANK_ACCOUNT);
    }

    static Stream<Arguments> innocent() {
        return Stream.of(
                        List.of(
                                "A123456788",
                                "XA1234567890",
                                "A800000015",
                                "AB12345678",
                                "4111111111111112",
                                "0000000000000000",
                                "193672423079",
                                "ABCDEFGHIJ",
                                "3123456785TWN8501019M3506019A123456789<<<<77",
                                "F999000123456",
                                "XAKIAIOSFODNN7EXAMPLE",
                                "AKIAIOSFODNN7EXAMPLEX",
                                "password=",
                                "password=****",
                                "123e4567-e89b-12d3-a456-426614174000",
                                "2026-08-20T10:15:30.123456789Z",
                                "1755684930123",
                                "arn:aws:iam::000012345678:role/customer",
                                "sa@project.iam.gserviceaccount.com",
                                "someone@mail.firm.example"),
                        List.of(
                                "統編 12345678",
                                "統編 00000000",
                                "客戶 20250103",
                                "手機 0812345678",
                                "帳號 999-123456789012",
                                "健保卡 100012345678",
                                "archive 12345675",
                                "urban 12345675",
                                "customized 12345675",
                                "客戶 someone@firm.example"))
                .flatMap(List::stream)
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("innocent")
    void innocentTextStays(String text) {
        assertNothing("{\"a\":\"" + text + "\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"userIdentity\":{\"accessKeyId\":\"AKIAIOSFODNN7EXAMPLE\"}}",
                "{\"userIdentity\":{\"principalId\":\"AKIAIOSFODNN7EXAMPLE\"}}",
                "{\"userIdentity\":{\"userName\":\"a.b@example.com\",\"customer\":\"0912345678\"}}",
                "{\"caller\":\"a.b@example.com\",\"customer\":\"x\"}",
                "{\"customer\":[{\"principalEmail\":\"a.b@example.com\"}]}",
                "{\"customer\":[{\"userPrincipalName\":\"a.b@example.com\"}]}",
                "{\"customer\":{\"user\":{\"username\":\"a.b@example.com\"}}}",
                "{\"accountId\":\"000012345678\",\"recipientAccountId\":\"193672423079\"}",
                "{\"unique_id\":\"4111111111111111\",\"uid\":\"5555555555554444\",\"eventID\":\"4111111111111111\"}",
                "{\"n\":1755684930123,\"d\":20250103,\"f\":0.12345675}",
            })
    void placeExplainsTheValue(String record) {
        assertNothing(record);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"userIdentity\":{\"userName\":\"%s\"}}",
                "{\"caller\":\"%s\"}",
                "{\"id\":\"%s\"}",
                "{\"%s\":\"name\"}",
            })
    void identityNumberIsFoundInEveryPlace(String record) {
        assertFound(Kind.NATIONAL_ID, "A123456789", record);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"card\":4111111111111111}",
                "{\"cust\":{\"tax_id\":12345675}}",
                "{\"mobile\":[886912345678]}",
            })
    void numberBecomesAString(String record) throws Exception {
        var done = protector.json(Workbench.bytes(record));

        assertThat(done.found()).hasSize(1);
        assertThat(Workbench.text(done.bytes())).contains("\"vigil:protected:").contains(".number:");
        assertThat(Workbench.restored(done.bytes())).isEqualTo(Workbench.bytes(record));
    }

    @ParameterizedTest
    @CsvSource({
        "EMAIL, person%d@example.com",
        "MOBILE_PHONE, 0912-345-67%d",
    })
    void listOfPeopleNeedsNoWord(Kind kind, String form) {
        String four = Stream.of(0, 1, 2, 3, 3, 3)
                .map(i -> "\"" + form.formatted(i) + "\"")
                .toList()
                .toString();
        String five = Stream.of(0, 1, 2, 3, 4)
                .map(i -> "\"" + form.formatted(i) + "\"")
                .toList()
                .toString();

        assertNothing("{\"a\":" + four + "}");
        assertThat(protector.json(Workbench.bytes("{\"a\":" + five + "}")).found())
                .hasSize(5)
                .allMatch(found -> found.kind() == kind);
    }

    @ParameterizedTest
    @CsvSource({
        "A123456789, MEDIUM",
        "客戶 A123456789, HIGH",
        "A123456789 F234567898, HIGH",
        "A123456789 a123456789, MEDIUM",
        "4111111111111111, HIGH",
        "統編 12345675, LOW",
        "F999000-1234567, MEDIUM",
        "期貨帳號 F999000-1234567, HIGH",
    })
    void checkDigitAloneIsLikelyAndMoreIsSure(String text, Confidence confidence) {
        assertThat(protector.json(Workbench.bytes("{\"a\":\"" + text + "\"}")).found())
                .isNotEmpty()
                .allMatch(found -> found.confidence() == confidence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN RSA PRIVATE KEY-----\\nMIIEpAIBAAKCAQEA0123\\n4567==\\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\\\\nMIIEpAIBAAKCAQEA0123\\\\n",
            })
    void privateKeyIsTakenWithItsBody(String key) {
        var done = protector.json(Workbench.bytes("{\"a\":\"see " + key + "\",\"b\":\"stays\"}"));

        assertThat(Workbench.text(done.bytes()))
                .doesNotContain("MIIEp")
                .doesNotContain("BEGIN")
                .endsWith("\",\"b\":\"stays\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Password=hunter2&x=1", "jdbc:x?user=a;password=hunter2;y", "db_password=hunter2 z"})
    void passwordIsTakenWithoutItsName(String text) {
        var done = protector.json(Workbench.bytes("{\"a\":\"" + text + "\"}"));

        assertThat(Workbench.text(done.bytes())).doesNotContain("hunter2").containsIgnoringCase("password=vigil:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TF-0001-77", "tf-0001-77"})
    void firmSetsItsOwnForms(String account) {
        var own = Workbench.protector(Set.of(), List.of("(?i)TF-\\d{4}-\\d{2}"), Set.of());

        var done = own.json(Workbench.bytes("{\"a\":\"to " + account + ".\"}"));

        assertThat(done.found()).singleElement().matches(found -> found.kind() == Kind.FUTURES_ACCOUNT);
        assertThat(Workbench.text(done.bytes())).doesNotContain(account);
        assertNothing("{\"a\":\"to " + account + ".\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A123456789", "a123456789"})
    void benignValueStaysHoweverItIsWritten(String value) {
        String fingerprint = Workbench.FINGERPRINTS.of(Kind.NATIONAL_ID, "A123456789");
        var knowing = Workbench.protector(Set.of(), List.of(), Set.of(fingerprint));

        assertThat(knowing.json(Workbench.bytes("{\"a\":\"" + value + "\"}")).found())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {ZONE, "4111 1111 1111 1111", "A123456789"})
    void maskShowsTheFirstAndTheLastTwo(String value) {
        var found = protector
                .json(Workbench.bytes("{\"a\":\"" + value + "\"}"))
                .found()
                .getFirst();

        assertThat(found.masked()).isEqualTo(value.charAt(0) + "***" + value.substring(value.length() - 2));
        assertThat(found.fingerprint()).matches("[0-9a-f]{32}");
        assertThat(found.path()).isEqualTo("$.a");
    }

    private void assertFound(Kind kind, String value, String form) {
        byte[] record = Workbench.bytes(form.formatted(value));
        var done = protector.json(record);
        assertThat(done.found())
                .as(form.formatted(value))
                .extracting(Found::kind)
                .contains(kind);
        assertThat(Workbench.text(done.bytes())).doesNotContain(value);
        assertThat(Workbench.restored(done.bytes())).isEqualTo(record);
        assertThat(done.found().toString()).doesNotContain(value);
    }

    private void assertNothing(String record) {
        byte[] bytes = Workbench.bytes(record);
        var done = protector.json(bytes);
        assertThat(done.found()).as(record).isEmpty();
        assertThat(done.bytes()).isSameAs(bytes);
    }
}
