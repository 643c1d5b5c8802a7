package tw.vigil.alert.console;

import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A language of the console.
enum Language {
    ZH_TW("zh-TW"),
    EN("en");

    /// Query parameter that chooses the language from now on.
    static final String PARAMETER = "lang";

    /// Cookie that remembers the choice.
    static final String COOKIE = "vigil-language";

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /// IETF tag, for the `lang` attribute and the message bundle.
    String tag() {
        return tag;
    }

    /// What stands between two sentences.
    String sentenceGap() {
        return switch (this) {
            case ZH_TW -> "";
            case EN -> " ";
        };
    }

    ConsoleTexts texts() {
        return MessageBundles.get(ConsoleTexts.class, Localized.Literal.of(tag));
    }

    static Optional<Language> of(@Nullable String tag) {
        return Arrays.stream(values())
                .filter(language -> language.tag.equalsIgnoreCase(tag))
                .findFirst();
    }

    /// The language of a request: its parameter, else its cookie, else the first of `Accept-Language` that there is,
    /// else zh-TW.
    static Language of(HttpHeaders headers, UriInfo uri) {
        var cookie = headers.getCookies().get(COOKIE);
        return of(uri.getQueryParameters().getFirst(PARAMETER))
                .or(() -> cookie == null ? Optional.empty() : of(cookie.getValue()))
                .or(() -> headers.getAcceptableLanguages().stream()
                        .flatMap(locale -> spoken(locale).stream())
                        .findFirst())
                .orElse(ZH_TW);
    }

    private static Optional<Language> spoken(Locale locale) {
        return switch (locale.getLanguage()) {
            case "zh" -> Optional.of(ZH_TW);
            case "en" -> Optional.of(EN);
            default -> Optional.empty();
        };
    }
}
